/** Counts whole seconds down to none, by a clock that never goes back. */
export class Countdown {
  /** The seconds that are left. */
  left = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;

  start(seconds: number): void {
    this.stop();
    const end = performance.now() + seconds * 1000;
    const tick = () => {
      const rest = end - performance.now();
      this.left = Math.max(0, Math.ceil(rest / 1000));
      if (rest > 0) this.#timer = setTimeout(tick, Math.min(rest, 250));
    };
    tick();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.left = 0;
  }
}
