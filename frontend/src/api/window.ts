import { EventsOn } from '../../wailsjs/runtime/runtime';

/** The window's event that asks for the counsellor's PIN: somebody tried to close it. */
const COUNSELLOR = 'counsellor';

/** Calls `act` whenever the window asks for the counsellor; gives the way to end it. */
export function oncounsellor(act: () => void): () => void {
  return EventsOn(COUNSELLOR, act);
}

type Send = (message: string) => void;

interface Bound {
  runtime?: { EventsOnMultiple?: unknown };
  WailsInvoke?: Send;
}

/** Whether a message to the window is a call of one of our own methods. */
export function isOurs(message: string): boolean {
  if (message === 'runtime:ready') return true;
  if (!message.startsWith('C{')) return false;
  try {
    const { name } = JSON.parse(message.slice(1)) as { name?: unknown };
    return typeof name === 'string' && /^(kiosk\.Kiosk|desk\.Desk|porter\.Porter)\.\w+$/.test(name);
  } catch {
    return false;
  }
}

/**
 * Leaves of what the window library puts into the page only what this program
 * needs: its own methods, which have their gate in Go, and listening to events.
 * Window, clipboard, browser, log, notifications and quitting are taken away,
 * for the participant's page is the same page.
 */
export function seal(page: Bound): void {
  const { EventsOnMultiple } = page.runtime ?? {};
  Object.defineProperty(page, 'runtime', { value: Object.freeze({ EventsOnMultiple }), writable: false, configurable: false });
  let send = page.WailsInvoke;
  Object.defineProperty(page, 'WailsInvoke', {
    // A development build puts its own one here once it is connected.
    set: (next: Send) => (send = next),
    get: (): Send => (message) => {
      if (isOurs(message)) send?.(message);
    },
    configurable: false,
  });
}
