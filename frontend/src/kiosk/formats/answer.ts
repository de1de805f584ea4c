import type { Component } from 'svelte';
import type { Given, KioskItem } from '../../api';
import type { Voice } from '../voice.svelte';
import type { Means } from './process';

/** An answer without anything in it. */
export const NOTHING: Given = { ranks: [], chosen: [], number: '', text: '', columns: [], sealed: false };

/** Whether two answers say the same. */
export function sameGiven(a: Given, b: Given): boolean {
  const lists = [
    [a.ranks, b.ranks],
    [a.chosen, b.chosen],
    [a.columns, b.columns],
  ] as const;
  return a.number === b.number && a.text === b.text && a.sealed === b.sealed && lists.every(([x, y]) => x.join() === y.join());
}

/** What stands on screen of one item. Knows rules only: no page, no words, no clock. */
export interface AnswerState {
  /** A whole answer stands on screen: `value` may be saved. */
  readonly complete: boolean;
  /** Something stands on screen, whole or not. */
  readonly begun: boolean;
  readonly canUndo: boolean;
  /** The answer by displayed position; meaningful while complete. */
  value(): Given;
  /** Puts a stored answer on screen, as an act that can be undone. */
  restore(given: Given): void;
  /** Told of what the store holds from now on. */
  stored?(given: Given): void;
}

/** How an answer leads on, as the participant wants it; kept while the machine is handed over. */
export interface Pace {
  /** A scale that can go on by itself does so. */
  byItself: boolean;
}

/** What every control is given. */
export interface ControlProps<S> {
  item: KioskItem;
  answer: S;
  voice: Voice;
  /** Next was pressed too early: what asks is marked. */
  missing: boolean;
  /** Told of every act, which is counted; one of a typing hand may be saved a little later. */
  onact: (means: Means, typing?: boolean) => void;
  /** Saves what stands without an act: while one goes on, a little later; at once when the hand rests. */
  onkeep: (typing?: boolean) => void;
  onnext: () => void;
  /** Asked for by a control that goes on by itself, if that is wanted. */
  onadvance?: () => void;
  pace?: Pace;
}

/** What a control can be asked for. */
export interface Control {
  /** Puts the focus where the answering begins. */
  focusFirst: () => void;
  /** Takes back the last act. */
  undo: (means: Means) => void;
}

/** One response type on the page: its rules, its control and its words. */
export interface Format<S> {
  state: (item: KioskItem) => S;
  control: Component<ControlProps<S>, Control>;
  /** How far the answer is, for the footer. */
  count: (item: KioskItem, state: S) => string;
  /** What is missing before the next step, in a sentence. */
  missing: (item: KioskItem, state: S) => string;
  /** What stands on screen, in words, for the review; "" for nothing. */
  summary: (item: KioskItem, state: S) => string;
  /** What asks next, where the places may lie off a small screen; "" for nothing. */
  asks?: (item: KioskItem, state: S) => string;
}
