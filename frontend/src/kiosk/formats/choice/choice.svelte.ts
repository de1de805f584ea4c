import type { Given } from '../../../api';
import { NOTHING, type AnswerState } from '../answer';
import { History } from '../history.svelte';

/** What a press on an option did; null when it changed nothing. */
export type Act = 'chosen' | 'taken' | 'none' | 'full' | 'undone';

interface Standing {
  /** Displayed positions, ascending. */
  chosen: readonly number[];
  /** None of the options fits: an answer too, where none need be chosen. */
  none: boolean;
}

const EMPTY: Standing = { chosen: [], none: false };

/** The options that a participant chooses of `size`. Nothing is chosen until an act does it. */
export class Choice implements AnswerState {
  readonly size: number;
  /** Whether several may be chosen. */
  readonly many: boolean;
  readonly least: number;
  readonly most: number;
  readonly #history: History<Standing>;

  constructor(size: number, bounds: { many: boolean; least: number; most: number }, stored: Given | null = null) {
    this.size = size;
    this.many = bounds.many;
    this.least = bounds.least;
    this.most = bounds.most;
    this.#history = new History(stored === null ? EMPTY : this.#standing(stored));
  }

  get chosen(): readonly number[] {
    return this.#history.now.chosen;
  }

  get none(): boolean {
    return this.#history.now.none;
  }

  get complete(): boolean {
    const { length } = this.chosen;
    return this.none || (length >= Math.max(1, this.least) && length <= this.most);
  }

  get begun(): boolean {
    return this.none || this.chosen.length > 0;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  /** Whether nothing need be chosen: then "none of these" stands among the options. */
  get offersNone(): boolean {
    return this.many && this.least === 0;
  }

  has(position: number): boolean {
    return this.chosen.includes(position);
  }

  /** Chooses an option; of several, a chosen one is taken back. */
  press(position: number): Act | null {
    if (position < 0 || position >= this.size) return null;
    if (!this.many) {
      if (this.has(position)) return null;
      return this.#commit({ chosen: [position], none: false }, 'chosen');
    }
    if (this.has(position)) {
      return this.#commit({ chosen: this.chosen.filter((p) => p !== position), none: false }, 'taken');
    }
    if (this.chosen.length >= this.most) return 'full';
    return this.#commit({ chosen: [...this.chosen, position].sort((a, b) => a - b), none: false }, 'chosen');
  }

  /** "None of these" takes every other choice away; pressed again it goes itself. */
  pressNone(): Act | null {
    if (!this.offersNone) return null;
    return this.none ? this.#commit(EMPTY, 'taken') : this.#commit({ chosen: [], none: true }, 'none');
  }

  clear(): Act | null {
    return this.begun ? this.#commit(EMPTY, 'taken') : null;
  }

  undo(): Act | null {
    return this.#history.undo() ? 'undone' : null;
  }

  value(): Given {
    return { ...NOTHING, chosen: [...this.chosen] };
  }

  restore(given: Given): void {
    this.#history.commit(this.#standing(given));
  }

  #standing(given: Given): Standing {
    return { chosen: given.chosen, none: given.chosen.length === 0 && this.offersNone };
  }

  #commit(next: Standing, act: Act): Act {
    this.#history.commit(next);
    return act;
  }
}
