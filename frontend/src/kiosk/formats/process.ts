/** The hand that acted. */
export type Means = 'pointer' | 'keyboard' | 'drag';

/** What is stored about how an answer came about. */
export interface ProcessData {
  firstActionMs: number;
  totalMs: number;
  changes: number;
  means: Means | 'mixed';
  focusLosses: number;
}

/** Watches one visit to one item: times from its first showing, acts, and losses of focus. */
export class Process {
  readonly #now: () => number;
  readonly #shownAt: number;
  #firstAt: number | null = null;
  #changes = 0;
  #losses = 0;
  readonly #means = new Set<Means>();

  /** now gives milliseconds of a clock that never goes back. */
  constructor(now: () => number) {
    this.#now = now;
    this.#shownAt = now();
  }

  /** Counts one act that changed the order. */
  act(means: Means): void {
    this.#firstAt ??= this.#now();
    this.#changes += 1;
    this.#means.add(means);
  }

  /** Counts one loss of the window's focus. */
  loseFocus(): void {
    this.#losses += 1;
  }

  /** The data up to this moment. */
  data(): ProcessData {
    const [only = 'pointer'] = this.#means;
    return {
      firstActionMs: Math.round((this.#firstAt ?? this.#now()) - this.#shownAt),
      totalMs: Math.round(this.#now() - this.#shownAt),
      changes: this.#changes,
      means: this.#means.size > 1 ? 'mixed' : only,
      focusLosses: this.#losses,
    };
  }
}
