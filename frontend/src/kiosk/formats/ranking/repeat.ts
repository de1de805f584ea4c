/** Two presses count as one gesture within this time and distance. */
const WITHIN_MS = 700;
const WITHIN_PX = 8;

/**
 * Two quick presses of up or down with the pointer at rest mean the same ending
 * twice, although another one has come under the pointer by then.
 */
export class QuickPress {
  #last: { ending: number; step: -1 | 1; at: number; x: number; y: number } | null = null;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Keeps a press by pointer. */
  keep(ev: MouseEvent, ending: number, step: -1 | 1): void {
    this.#last = { ending, step, at: this.#now(), x: ev.clientX, y: ev.clientY };
  }

  /** What a click repeats, null if it is a new one. */
  repeats(ev: MouseEvent): { ending: number; step: -1 | 1 } | null {
    const last = this.#last;
    if (last === null || ev.detail === 0) return null;
    const near = Math.hypot(ev.clientX - last.x, ev.clientY - last.y) <= WITHIN_PX;
    return near && this.#now() - last.at <= WITHIN_MS ? last : null;
  }
}
