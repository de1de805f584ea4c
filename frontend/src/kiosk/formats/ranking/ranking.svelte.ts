import type { Given } from '../../../api';
import { NOTHING, type AnswerState } from '../answer';

/** What an act did, for the announcement; null when it changed nothing. */
export type Act =
  | { did: 'placed'; ending: number; filled: number | null }
  | { did: 'taken'; ending: number }
  | { did: 'undone' };

/**
 * The places of a ranking from the highest down; each holds the displayed
 * position of an ending, or null while it is open.
 */
export type Places = readonly (number | null)[];

/** A drag: the order before it, and the place under the pointer (-1 outside). */
interface Drag {
  ending: number;
  from: Places;
  to: number | null;
}

/** Places from ranks by displayed position (0 is open, k is the highest). */
export function placesOf(ranks: readonly number[]): (number | null)[] {
  const k = ranks.length;
  const places: (number | null)[] = Array<number | null>(k).fill(null);
  ranks.forEach((rank, ending) => {
    if (rank >= 1 && rank <= k) places[k - rank] = ending;
  });
  return places;
}

/** Ranks by displayed position from places; an ending without a place has 0. */
export function ranksOf(places: Places): number[] {
  return places.map((_, ending) => {
    const at = places.indexOf(ending);
    return at < 0 ? 0 : places.length - at;
  });
}

/**
 * The order that a participant makes of k endings. Knows rules only: no page,
 * no words, no clock. Nothing has a rank until an act gives one.
 */
export class Ranking implements AnswerState {
  readonly size: number;
  #places: Places = $state.raw([]);
  #history: Places[] = $state.raw([]);
  #drag: Drag | null = $state.raw(null);

  /** size endings; ranks are those of a stored answer, none before there is one. */
  constructor(size: number, ranks: readonly number[] = []) {
    this.size = size;
    this.#places = placesOf(ranks.length === size ? ranks : Array<number>(size).fill(0));
  }

  /** The order on screen: while an ending is dragged, that which a drop would give. */
  get places(): Places {
    const drag = this.#drag;
    return drag === null || drag.to === null
      ? this.#places
      : preview(drag.from, drag.ending, drag.to);
  }

  /** The order as it stands, a drag left out. */
  get ranks(): number[] {
    return ranksOf(this.#places);
  }

  get begun(): boolean {
    return this.placed > 0;
  }

  value(): Given {
    return { ...NOTHING, ranks: this.ranks };
  }

  restore(given: Given): void {
    this.#commit(placesOf(given.ranks));
  }

  get placed(): number {
    return this.places.filter((x) => x !== null).length;
  }

  get complete(): boolean {
    return !this.#places.includes(null);
  }

  /** The highest open place, -1 when there is none. */
  get next(): number {
    return this.places.indexOf(null);
  }

  /** Endings without a place, in displayed order. */
  get open(): number[] {
    return this.#places.map((_, ending) => ending).filter((e) => !this.places.includes(e));
  }

  get canUndo(): boolean {
    return this.#history.length > 0;
  }

  get dragged(): number | null {
    return this.#drag?.ending ?? null;
  }

  /** The place of an ending, -1 while it is open. */
  where(ending: number): number {
    return this.places.indexOf(ending);
  }

  /** The rank that a place stands for. */
  rankAt(place: number): number {
    return this.size - place;
  }

  /** Gives an open ending the highest free place; takes a placed one back. */
  tap(ending: number): Act | null {
    return this.where(ending) < 0 ? this.put(ending, this.next) : this.takeBack(ending);
  }

  /** Gives an ending a rank; the one that held it swaps, or goes back among the open ones. */
  rank(ending: number, rank: number): Act | null {
    return this.put(ending, this.size - rank);
  }

  /** Puts an ending on a place. */
  put(ending: number, place: number): Act | null {
    if (this.#drag !== null || place < 0 || place >= this.size) return null;
    const to = [...this.#places];
    const at = to.indexOf(ending);
    if (at === place) return null;
    if (at >= 0) to[at] = to[place] ?? null;
    to[place] = ending;
    const filled = at >= 0 ? null : fillLast(to);
    this.#commit(to);
    return { did: 'placed', ending, filled };
  }

  /** Moves a placed ending one place up (-1) or down (1), swapping. */
  move(ending: number, step: -1 | 1): Act | null {
    const at = this.where(ending);
    return at < 0 ? null : this.put(ending, at + step);
  }

  /** Takes an ending back; never refills its place. */
  takeBack(ending: number): Act | null {
    const at = this.#places.indexOf(ending);
    if (this.#drag !== null || at < 0) return null;
    const to = [...this.#places];
    to[at] = null;
    this.#commit(to);
    return { did: 'taken', ending };
  }

  /** Takes back the last act, with the last place that it may have filled. */
  undo(): Act | null {
    const before = this.#history.at(-1);
    if (this.#drag !== null || before === undefined) return null;
    this.#history = this.#history.slice(0, -1);
    this.#places = before;
    return { did: 'undone' };
  }

  /** Begins to drag an ending; nothing moves yet. Until its end nothing else changes the order. False while another one is dragged. */
  startDrag(ending: number): boolean {
    if (this.#drag !== null) return false;
    this.#drag = { ending, from: this.#places, to: null };
    return true;
  }

  /** Shows the order that a drop on the place would give; -1 is outside the places. */
  dragTo(place: number): void {
    if (this.#drag === null || this.#drag.to === place) return;
    this.#drag = { ...this.#drag, to: place };
  }

  /** Ends a drag: keeps what it shows, or goes back to where it began. */
  endDrag(keep: boolean): Act | null {
    const drag = this.#drag;
    this.#drag = null;
    if (drag === null || drag.to === null || !keep) return null;
    const to = [...preview(drag.from, drag.ending, drag.to)];
    if (to.every((x, i) => x === drag.from[i])) return null;
    const filled = drag.from.includes(drag.ending) ? null : fillLast(to);
    this.#commit(to);
    return { did: 'placed', ending: drag.ending, filled };
  }

  #commit(to: Places): void {
    this.#history = [...this.#history, this.#places];
    this.#places = to;
  }
}

/** A placing act that leaves one ending and one place brings the two together. */
function fillLast(to: (number | null)[]): number | null {
  if (to.filter((x) => x === null).length !== 1) return null;
  const rest = to.findIndex((_, ending) => !to.includes(ending));
  to[to.indexOf(null)] = rest;
  return rest;
}

/** A drag shifts: the others close the gap, or make room towards the nearest free place. */
function preview(from: Places, ending: number, place: number): Places {
  const to = [...from];
  if (place < 0) return to;
  const at = to.indexOf(ending);
  if (at >= 0) {
    to.splice(at, 1);
    to.splice(place, 0, ending);
    return to;
  }
  if (to[place] !== null) {
    to.splice(nearestFree(to, place), 1);
    to.splice(place, 0, ending);
    return to;
  }
  to[place] = ending;
  return to;
}

/** The free place nearest to a held one, the lower of two equally near. */
function nearestFree(places: Places, from: number): number {
  let best = -1;
  places.forEach((held, i) => {
    if (held !== null) return;
    if (best < 0 || Math.abs(i - from) <= Math.abs(best - from)) best = i;
  });
  return best;
}
