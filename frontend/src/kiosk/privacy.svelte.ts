/** What counts as a sign that somebody is there. */
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;
/** What belongs to the press that brings the page back; it does nothing else. */
const PRESSES = ['keydown', 'keypress', 'keyup', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchend', 'click', 'dblclick', 'wheel', 'contextmenu'] as const;

/** Whether a press is over. Where a touch is held back no click comes after it. */
function ends(ev: Event): boolean {
  if (ev.type === 'touchend') return (ev as TouchEvent).touches.length === 0;
  return ev.type === 'keyup' || ev.type === 'click';
}

interface Config {
  minutes: number;
  /** Told when the page is covered, and when it is back. */
  oncovered: (covered: boolean) => void;
}

/**
 * Covers the participant's page when nobody has touched it for some minutes.
 * The key or press that brings it back is swallowed whole: it must not answer.
 */
export class Privacy {
  covered = $state(false);
  readonly #config: Config;
  readonly #ended = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heldBack = false;

  constructor(config: Config) {
    this.#config = config;
    const once = { capture: true, signal: this.#ended.signal, passive: false };
    for (const type of SIGNS) window.addEventListener(type, () => this.#sign(), once);
    for (const type of PRESSES) window.addEventListener(type, (ev) => this.#press(ev), once);
    this.#sign();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#ended.abort();
  }

  #sign(): void {
    if (this.covered) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#cover(), this.#config.minutes * 60_000);
  }

  #cover(): void {
    this.covered = true;
    this.#heldBack = false;
    this.#config.oncovered(true);
  }

  /** Back at the end of a press that began on the cover: whatever it would have done is done with. */
  #press(ev: Event): void {
    if (!this.covered) return;
    ev.preventDefault();
    ev.stopImmediatePropagation();
    if (ev.type === 'keydown' || ev.type === 'pointerdown' || ev.type === 'touchstart') this.#heldBack = true;
    if (!this.#heldBack || !ends(ev)) return;
    this.covered = false;
    this.#config.oncovered(false);
    this.#sign();
  }
}
