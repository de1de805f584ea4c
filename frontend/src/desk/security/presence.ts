import { failureOf, kiosk, porter, type Status } from '../../api';

/** How often it is told at most that somebody is there, and how often it is asked whether the desk is still open, in ms. */
const TELL_EVERY = 5_000;
const ASK_EVERY = 1_000;

const signs = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'touchstart'] as const;

/**
 * Keeps the desk open while somebody works at it, and says when it was locked:
 * after a time without a touch, or because the machine slept. Gives what ends it.
 */
export function presence(locked: (status: Status) => void): () => void {
  let told = 0;
  let over = false;

  function sign(): void {
    const now = performance.now();
    if (over || now - told < TELL_EVERY) return;
    told = now;
    porter.here().then(undefined, ask);
  }

  function ask(): void {
    if (over) return;
    kiosk.status().then(
      (status) => {
        if (!over && status.mode === 'locked') locked(status);
      },
      (thrown) => void failureOf(thrown),
    );
  }

  sign();
  for (const name of signs) window.addEventListener(name, sign, { passive: true, capture: true });
  const timer = setInterval(ask, ASK_EVERY);
  return () => {
    over = true;
    clearInterval(timer);
    for (const name of signs) window.removeEventListener(name, sign, { capture: true });
  };
}
