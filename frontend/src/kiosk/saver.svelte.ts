import { failureOf, type Failure, type Given, type KioskApi, type KioskSession } from '../api';
import { sameGiven } from './formats/answer';
import type { ProcessData } from './formats/process';
import { shownOf } from './way';

/** One complete answer on its way to the store. */
export interface Answer {
  itemId: string;
  value: Given;
  /** Takes the stored answer back; the value is empty then. */
  withdrawn?: boolean;
  process: ProcessData;
}

/** What the page may say about saving. */
export type SaveState = 'idle' | 'saving' | 'saved' | 'failed';

interface Config {
  api: Pick<KioskApi, 'answer' | 'session'>;
  session: KioskSession;
  /** Called when the session is no longer this page's to answer. */
  onlost: (failure: Failure) => void;
  /** Told which sections are shown after an answer was stored. */
  onway: (sections: string[]) => void;
  /** Told which answer the store holds from now on. */
  onstored?: (itemId: string, value: Given) => void;
}

/** "Saving" is said only of a save that takes longer than this. */
const QUIET_MS = 300;
/** While somebody types, an answer waits until the hands rest so long. */
const TYPING_MS = 800;
/** Pauses before trying again by itself; the last one repeats. */
const PAUSES_MS = [2000, 4000, 8000, 15000];
/** How often a revision is fetched anew for one answer before it counts as a failure. */
const STALE_LIMIT = 3;

/**
 * Brings answers to the store, one at a time, the newest of each item. Says
 * "saved" only after the acknowledgement, keeps what failed, and tries again.
 */
export class Saver {
  /** The sign in the header. */
  state: SaveState = $state('idle');
  failure: Failure | null = $state.raw(null);
  #version = $state(0);
  readonly #config: Config;
  readonly #revisions = new Map<string, number>();
  readonly #stored = new Map<string, Given>();
  readonly #waiting = new Map<string, Answer>();
  #run: Promise<boolean> | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #closed = false;

  constructor(config: Config) {
    this.#config = config;
    this.#learn(config.session);
  }

  /** Whether the store holds just this answer to an item. */
  holds(itemId: string, value: Given): boolean {
    const stored = this.stored(itemId);
    return stored !== undefined && !this.#waiting.has(itemId) && sameGiven(stored, value);
  }

  /** The answer that the store holds. */
  stored(itemId: string): Given | undefined {
    // The maps are plain; their version makes a reader on screen look again.
    return this.#version >= 0 ? this.#stored.get(itemId) : undefined;
  }

  /** Whether the store holds any answer to an item. */
  has(itemId: string): boolean {
    return this.stored(itemId) !== undefined;
  }

  /** Takes an answer and begins to save it, one that is being typed after a rest. */
  save(answer: Answer, typing = false): Promise<boolean> {
    const waiting = this.#waiting.get(answer.itemId);
    const same = waiting !== undefined && waiting.withdrawn === answer.withdrawn && sameGiven(waiting.value, answer.value);
    if (!same) this.#waiting.set(answer.itemId, answer);
    this.#version += 1;
    if (!typing) return this.flush();
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.flush(), TYPING_MS);
    return Promise.resolve(false);
  }

  /** Drops an answer that waits: it is not what stands on screen any more. */
  forget(itemId: string): void {
    if (!this.#waiting.delete(itemId)) return;
    this.#version += 1;
    if (this.#waiting.size > 0 || this.#run !== null) return;
    clearTimeout(this.#again);
    this.failure = null;
    this.state = 'idle';
  }

  /** Saves what waits, a failed one at once again; false if something is still unsaved. */
  flush(): Promise<boolean> {
    clearTimeout(this.#again);
    if (this.#closed || this.#waiting.size === 0) return Promise.resolve(this.#waiting.size === 0);
    this.#run ??= this.#saveAll();
    return this.#run;
  }

  /** Ends all retrying. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
  }

  async #saveAll(): Promise<boolean> {
    const slow = setTimeout(() => (this.state = 'saving'), QUIET_MS);
    try {
      for (let next = this.#first(); next !== undefined; next = this.#first()) await this.#one(next);
      this.failure = null;
      this.#attempts = 0;
      this.state = 'saved';
      return true;
    } catch (thrown) {
      this.#fail(failureOf(thrown));
      return false;
    } finally {
      clearTimeout(slow);
      // In the same breath as the end of the loop, or an answer given between the two would wait for ever.
      this.#run = null;
    }
  }

  #first(): Answer | undefined {
    return this.#waiting.values().next().value;
  }

  async #one(answer: Answer): Promise<void> {
    const { itemId, value, process, withdrawn = false } = answer;
    const sessionId = this.#config.session.sessionId;
    for (let stale = 0; ; stale++) {
      try {
        const revision = this.#revisions.get(itemId) ?? 0;
        const saved = await this.#config.api.answer({ sessionId, itemId, answer: value, withdrawn, revision, process });
        this.#revisions.set(itemId, saved.revision);
        this.#config.onway(saved.sections);
        break;
      } catch (thrown) {
        const failure = failureOf(thrown);
        if (failure.code !== 'stale_answer' || stale === STALE_LIMIT) throw failure;
        // The store is ahead: what stands on screen is still what the participant means.
        const session = await this.#config.api.session();
        this.#learn(session);
        this.#config.onway(shownOf(session.sections));
      }
    }
    if (withdrawn) this.#stored.delete(itemId);
    else this.#stored.set(itemId, value);
    this.#config.onstored?.(itemId, value);
    if (this.#waiting.get(itemId) === answer) this.#waiting.delete(itemId);
    this.#version += 1;
  }

  #learn(session: KioskSession): void {
    for (const item of session.items) {
      this.#revisions.set(item.id, item.revision);
      if (item.answered) this.#stored.set(item.id, item.answer);
      else this.#stored.delete(item.id);
    }
  }

  #fail(failure: Failure): void {
    this.state = 'failed';
    this.failure = failure;
    if (failure.code === 'session_closed' || failure.code === 'locked') {
      this.close();
      this.#config.onlost(failure);
    } else if (failure.presentation.transient && !this.#closed) {
      const pause = PAUSES_MS[Math.min(this.#attempts, PAUSES_MS.length - 1)];
      this.#attempts += 1;
      this.#again = setTimeout(() => void this.flush(), pause);
    }
  }
}
