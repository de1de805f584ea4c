import type { Given } from '../../../api';
import { NOTHING, type AnswerState } from '../answer';
import { History } from '../history.svelte';
import { decimalText, millionths, readDecimal, type Fault } from './decimal';

export interface Range {
  min: string;
  max: string;
  /** Counts from min; "" is any decimal. */
  step: string;
}

/** A number within a range, as it is typed or set on a line. There is none until an act gives one. */
export class Quantity implements AnswerState {
  readonly min: number;
  readonly max: number;
  /** 0 is any decimal. */
  readonly step: number;
  readonly #history: History<string>;

  /** Bounds and step are kept in millionths; stored is the number of a stored answer. */
  constructor(range: Range, stored = '') {
    this.min = millionths(range.min);
    this.max = millionths(range.max);
    this.step = millionths(range.step);
    this.#history = new History(spelt(stored));
  }

  /** What stands in the field. */
  get typed(): string {
    return this.#history.now;
  }

  /** The number, null while there is none that may be saved. */
  get number(): string | null {
    return this.fault === null ? readDecimal(this.typed) : null;
  }

  /** What is wrong with what stands in the field, null for nothing. */
  get fault(): Fault | null {
    if (this.typed.trim() === '') return 'none';
    const read = readDecimal(this.typed);
    if (read === null) return 'form';
    const n = millionths(read);
    if (n < this.min) return 'low';
    if (n > this.max) return 'high';
    return this.step > 0 && (n - this.min) % this.step !== 0 ? 'grid' : null;
  }

  get complete(): boolean {
    return this.fault === null;
  }

  get begun(): boolean {
    return this.typed.trim() !== '';
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  /** Takes what stands in the field; false when nothing changed. */
  type(text: string): boolean {
    if (text === this.typed) return false;
    this.#history.commit(text);
    return true;
  }

  /** Appends a key of the pad. */
  press(key: string): boolean {
    if (this.typed.length >= 14 || (/[.,]/.test(key) && /[.,]/.test(this.typed))) return false;
    return this.type(this.typed + (this.typed === '' && /[.,]/.test(key) ? `0${key}` : key));
  }

  /** Takes the last character away. */
  erase(): boolean {
    return this.type(this.typed.slice(0, -1));
  }

  /** Sets the number nearest to millionths that lies on the grid; one that goes on with the last act is undone with it. */
  set(n: number, goesOn = false): boolean {
    const on = this.step > 0 ? this.min + Math.round((n - this.min) / this.step) * this.step : Math.round(n);
    const text = spelt(decimalText(Math.min(this.max, Math.max(this.min, on))));
    if (!goesOn || text === this.typed) return this.type(text);
    this.#history.amend(text);
    return true;
  }

  undo(): boolean {
    return this.#history.undo();
  }

  value(): Given {
    return { ...NOTHING, number: this.number ?? '' };
  }

  restore(given: Given): void {
    this.#history.commit(spelt(given.number));
  }
}

/** Decimal text as it can be typed: three decimals get a fourth, or they could be read as thousands. */
function spelt(text: string): string {
  return /^-?[1-9]\d*\.\d{3}$/.test(text) ? `${text}0` : text;
}
