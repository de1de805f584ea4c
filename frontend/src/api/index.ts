export { desk, type DeskApi } from './desk';
export { Failure, failureOf, presentations, type Presentation } from './failure';
export { kiosk, type KioskApi } from './kiosk';
export type * from './types';
