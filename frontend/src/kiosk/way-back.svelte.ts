import { failureOf, type Act, type Failure, type KioskApi, type Status } from '../api';
import { Countdown } from '../ui/countdown.svelte';

/** How long the choices stay on screen untouched. Go shuts them by itself after two minutes. */
export const OPEN_MS = 110_000;

interface Config {
  api: Pick<KioskApi, 'unlock' | 'resume' | 'leave' | 'quit'>;
  /** Saves what waits; false if something stays unsaved. */
  flush: () => Promise<boolean>;
  /** Why the session is not on screen, if it is not. */
  trouble: () => Failure | null;
  /** The participant goes on: what stands on screen may have changed. */
  ongoing: () => void;
  /** The machine belongs to the desk. */
  onleft: (status: Status) => void;
}

/** The counsellor's way out of the participant's view: the PIN, then one of the acts. */
export class WayBack {
  readonly #config: Config;
  readonly wait = new Countdown();
  step: 'closed' | 'pin' | 'acts' | 'discard' = $state('closed');
  failure = $state.raw<Failure | null>(null);
  /** True while Go is asked: nothing else begins meanwhile. */
  busy = $state(false);
  /** The last change could not be saved and would be lost. */
  unsaved = $state(false);
  /** Nothing can be stored just now, so that closing the program is a choice too. */
  stuck = $state(false);
  /** The choices were open for too long and want the PIN again. */
  late = $state(false);
  #shut: ReturnType<typeof setTimeout> | undefined;

  constructor(config: Config) {
    this.#config = config;
  }

  /** Asks for the PIN; what waits is saved meanwhile. */
  ask(): void {
    if (this.step !== 'closed') return;
    this.failure = null;
    this.late = false;
    this.stuck = false;
    this.step = 'pin';
    void this.#config.flush();
  }

  /** The page was opened while the choices stood: they stand again. */
  open(): void {
    this.step = 'acts';
    this.#shutLater();
  }

  async unlock(pin: string): Promise<void> {
    if (this.wait.left > 0) return;
    await this.#run(async () => {
      await this.#config.api.unlock(pin);
      this.unsaved = !(await this.#config.flush());
      this.stuck = this.unsaved || (this.#config.trouble()?.presentation.transient ?? false);
      this.open();
    });
  }

  /** To one of the acts, or back from the question about discarding. */
  choose(step: 'acts' | 'discard'): void {
    this.failure = null;
    this.step = step;
    this.#shutLater();
  }

  async leave(act: Act): Promise<void> {
    await this.#run(async () => {
      const status = await this.#config.api.leave(act);
      this.#close();
      this.#config.onleft(status);
    });
  }

  /** Closes the window with the session as it is. */
  async quit(): Promise<void> {
    await this.#run(async () => void (await this.#config.api.quit()));
  }

  /** Closes whatever is open: the participant goes on. */
  async close(): Promise<void> {
    const step = this.step;
    if (step === 'pin') this.#close();
    if (step === 'pin' || step === 'closed') return;
    await this.#run(async () => {
      await this.#config.api.resume();
      this.#close();
      this.#config.ongoing();
    });
  }

  #shutLater(): void {
    clearTimeout(this.#shut);
    this.#shut = setTimeout(() => void this.close(), OPEN_MS);
  }

  #close(): void {
    clearTimeout(this.#shut);
    this.step = 'closed';
    this.failure = null;
  }

  async #run(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    this.late = false;
    try {
      await act();
    } catch (thrown) {
      this.#failed(failureOf(thrown));
    } finally {
      this.busy = false;
    }
  }

  #failed(failure: Failure): void {
    const seconds = Number(failure.params['Seconds'] ?? 0);
    if (seconds > 0) this.wait.start(seconds);
    if (failure.presentation.transient) this.stuck = true;
    if (failure.code === 'locked') {
      // Go has shut the choices by itself.
      clearTimeout(this.#shut);
      this.late = true;
      this.step = 'pin';
    } else this.failure = failure;
  }
}
