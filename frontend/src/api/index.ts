export { desk, type DeskApi } from './desk';
export { Failure, failureOf, presentations, type Presentation } from './failure';
export { kiosk, type Act, type KioskApi } from './kiosk';
export { porter, type PorterApi } from './porter';
export type * from './types';
export { oncounsellor, seal } from './window';
