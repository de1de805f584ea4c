/** Enter goes on only so long after an answer became whole, so that a quick press does not skip the next one. */
const SETTLE_MS = 400;

/** Notes when an answer became whole. */
export class Settled {
  #at = -SETTLE_MS;
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Called after every act with whether the answer was whole before and is now. */
  note(before: boolean, after: boolean): void {
    if (after && !before) this.#at = this.#now();
  }

  get over(): boolean {
    return this.#now() - this.#at > SETTLE_MS;
  }
}
