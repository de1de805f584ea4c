interface Config {
  /** Milliseconds of a clock that never goes back. */
  clock?: () => number;
  /** Milliseconds of the time of day. */
  wall?: () => number;
  /** Told when the window lost the focus or went out of sight, and when it came back after so long. */
  onleave?: () => void;
  onreturn?: (ms: number) => void;
  /** Told when the machine seems to have slept so long. */
  onslept?: (ms: number) => void;
}

const BEAT_MS = 1000;
/** A beat that comes this late was not late but slept through. */
const SLEPT_MS = 5000;

/**
 * A clock that runs only while the page is in sight: visible, with the focus,
 * not covered and awake. Beats tell sleep from time that passed.
 */
export class Sight {
  readonly #config: Required<Config>;
  #sum = 0;
  #last: number;
  #wall: number;
  #left: number | null = null;
  #covered = false;

  constructor(config: Config = {}) {
    const nothing = () => undefined;
    this.#config = {
      clock: () => performance.now(), wall: () => Date.now(), onleave: nothing, onreturn: nothing, onslept: nothing, ...config,
    };
    this.#last = this.#config.clock();
    this.#wall = this.#config.wall();
  }

  /** Milliseconds in sight since the beginning. */
  now(): number {
    const at = this.#config.clock();
    const passed = at - this.#last;
    this.#last = at;
    if (this.#left === null && !this.#covered && passed < SLEPT_MS) this.#sum += passed;
    return this.#sum;
  }

  /** While something covers the page, such as the privacy screen, no time counts. */
  cover(on: boolean): void {
    this.now();
    this.#covered = on;
  }

  leave(): void {
    this.now();
    if (this.#left !== null) return;
    this.#left = this.#last;
    this.#config.onleave();
  }

  /** The window has the focus again, or somebody acts in it, which says the same. */
  back(): void {
    this.now();
    if (this.#left === null) return;
    const away = this.#last - this.#left;
    this.#left = null;
    this.#config.onreturn(Math.round(away));
  }

  beat(): void {
    const wall = this.#config.wall();
    const passed = wall - this.#wall;
    this.#wall = wall;
    this.now();
    if (passed >= SLEPT_MS + BEAT_MS) this.#config.onslept(passed - BEAT_MS);
  }

  /** Watches a window; gives the way to stop. */
  watch(host: Window): () => void {
    const ended = new AbortController();
    const once = { signal: ended.signal };
    const look = () => (host.document.visibilityState === 'visible' ? this.back() : this.leave());
    // These two do not bubble: only the window's own come here.
    host.addEventListener('blur', () => this.leave(), once);
    host.addEventListener('focus', () => this.back(), once);
    for (const type of ['keydown', 'pointerdown'] as const) host.addEventListener(type, () => this.back(), { ...once, capture: true });
    host.document.addEventListener('visibilitychange', look, once);
    const beats = setInterval(() => this.beat(), BEAT_MS);
    return () => {
      ended.abort();
      clearInterval(beats);
    };
  }
}
