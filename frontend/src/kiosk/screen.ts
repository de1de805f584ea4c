import type { KioskItem, KioskSection } from '../api';
import type { Practising } from './practice.svelte';
import type { Stop } from './way';

/** What stands on screen. */
export type Screen =
  | { kind: 'welcome' | 'consent' | 'review' | 'confirm' | 'declined' | 'end' }
  | { kind: 'how'; id: string; first: boolean }
  | { kind: 'practice'; item: KioskItem; check: string; practising: Practising }
  | { kind: 'break'; section: KioskSection }
  | { kind: 'section'; section: KioskSection }
  | { kind: 'item'; item: KioskItem }
  /** Welcome back: where it goes on, with the instruction after a long absence. */
  | { kind: 'again'; stop: Stop; instruct: boolean };

/** Whether there is something to come back to: not before the first set, and not after the last. */
export function canReturnTo(stop: Stop): boolean {
  return !['welcome', 'consent', 'declined', 'end'].includes(stop.kind);
}
