/** The hand that acted. */
export type Means = 'pointer' | 'keyboard' | 'drag';

/** By what a button was pressed: a press by keys comes as a click without a count. */
export function meansOf(ev: MouseEvent): Means {
  return ev.detail > 0 ? 'pointer' : 'keyboard';
}

/** What is stored about one visit to an item. Nothing of it comes back to the page. */
export interface ProcessData {
  /** The time of day of the showing names the visit. */
  shownAt: number;
  firstActionMs: number;
  totalMs: number;
  changes: number;
  means: Means | 'mixed' | '';
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

  readonly #name: number;

  /** now gives the milliseconds in which the page was in sight, day the time of day. */
  constructor(now: () => number, day: () => number = () => Date.now()) {
    this.#now = now;
    this.#shownAt = now();
    this.#name = day();
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
    const [only = ''] = this.#means;
    return {
      shownAt: this.#name,
      firstActionMs: Math.round((this.#firstAt ?? this.#now()) - this.#shownAt),
      totalMs: Math.round(this.#now() - this.#shownAt),
      changes: this.#changes,
      means: this.#means.size > 1 ? 'mixed' : only,
      focusLosses: this.#losses,
    };
  }
}
