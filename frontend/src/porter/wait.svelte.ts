import type { Failure } from '../api';

/** Counts down the wait after a wrong try, so that the button says when. */
export class Wait {
  left = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Takes the seconds from a failure that names them. */
  take(failure: Failure): void {
    this.left = Number(failure.params.Wait ?? 0);
    clearInterval(this.#timer);
    if (this.left > 0) this.#timer = setInterval(() => this.#tick(), 1000);
  }

  #tick(): void {
    this.left = Math.max(0, this.left - 1);
    if (this.left === 0) clearInterval(this.#timer);
  }

  stop(): void {
    this.left = 0;
    clearInterval(this.#timer);
  }
}
