import type { Given } from '../../../api';
import { NOTHING, type AnswerState } from '../answer';
import { History } from '../history.svelte';

/** What an act did; null when it changed nothing. */
export type Act =
  | { did: 'put'; card: number; column: number; filled: number | null }
  | { did: 'full'; column: number }
  | { did: 'taken'; card: number }
  | { did: 'undone' };

/** The column of every card by displayed position, null while it lies on the pile. */
type Lying = readonly (number | null)[];

/** Cards that go into columns with a fixed number of places. No card lies anywhere until an act puts it there. */
export class Sort implements AnswerState {
  readonly size: number;
  /** The number of places of each column. */
  readonly places: readonly number[];
  readonly #history: History<Lying>;
  /** The card that is picked up, null for none. */
  picked: number | null = $state(null);

  constructor(size: number, places: readonly number[], columns: readonly number[] = []) {
    this.size = size;
    this.places = places;
    const lying = columns.length === size ? columns : Array<null>(size).fill(null);
    this.#history = new History<Lying>(lying);
  }

  /** The column of a card, null on the pile. */
  where(card: number): number | null {
    return this.#history.now[card] ?? null;
  }

  /** The cards of a column, in displayed order. */
  cards(column: number): number[] {
    return this.#which((at) => at === column);
  }

  /** The cards on the pile, in displayed order. */
  get pile(): number[] {
    return this.#which((at) => at === null);
  }

  get placed(): number {
    return this.size - this.pile.length;
  }

  get complete(): boolean {
    return this.pile.length === 0;
  }

  get begun(): boolean {
    return this.placed > 0;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  isFull(column: number): boolean {
    return this.cards(column).length >= (this.places[column] ?? 0);
  }

  /** Picks a card up, or lays the picked one down again where it was. */
  pick(card: number): void {
    this.picked = this.picked === card ? null : card;
  }

  /** Puts a card into a column that has room. The last card goes to the last place by itself. */
  put(card: number, column: number): Act | null {
    if (column < 0 || column >= this.places.length || this.where(card) === column) return null;
    if (this.isFull(column)) return { did: 'full', column };
    const fromPile = this.where(card) === null;
    const to = [...this.#history.now];
    to[card] = column;
    const rest = to.flatMap((at, other) => (at === null ? [other] : []));
    const [last] = rest;
    const filled = fromPile && rest.length === 1 && last !== undefined ? last : null;
    if (filled !== null) to[filled] = this.#room(to);
    this.#commit(to);
    return { did: 'put', card, column, filled };
  }

  /** Takes a card back to the pile. */
  takeBack(card: number): Act | null {
    if (this.where(card) === null) return null;
    const to = [...this.#history.now];
    to[card] = null;
    this.#commit(to);
    return { did: 'taken', card };
  }

  undo(): Act | null {
    this.picked = null;
    return this.#history.undo() ? { did: 'undone' } : null;
  }

  value(): Given {
    return { ...NOTHING, columns: this.#history.now.map((at) => at ?? -1) };
  }

  restore(given: Given): void {
    this.#commit(given.columns);
  }

  #commit(to: Lying): void {
    this.picked = null;
    this.#history.commit(to);
  }

  #which(belongs: (at: number | null) => boolean): number[] {
    return this.#history.now.flatMap((at, card) => (belongs(at) ? [card] : []));
  }

  /** The first column with room. */
  #room(to: Lying): number {
    return this.places.findIndex((places, column) => to.filter((at) => at === column).length < places);
  }
}
