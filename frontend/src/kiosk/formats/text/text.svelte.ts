import type { Given } from '../../../api';
import { NOTHING, type AnswerState } from '../answer';

/**
 * Free text. Blank text is no answer, and a text that is too long is not saved.
 * Where the store holds a text that is not shown any more, blank lets that stand.
 */
export class Words implements AnswerState {
  readonly max: number;
  #text = $state('');
  #sealed = $state(false);

  /** max counts characters, not units of their encoding. */
  constructor(max: number, stored: Given = NOTHING) {
    this.max = max;
    this.restore(stored);
  }

  /** The store holds a text that is not shown any more, and nothing new is written. */
  get sealed(): boolean {
    return this.#sealed && this.#text.trim() === '';
  }

  get text(): string {
    return this.#text;
  }

  /** Characters that are left; below 0 there are too many. */
  get left(): number {
    return this.max - [...this.#kept()].length;
  }

  get begun(): boolean {
    return this.sealed || this.#text.trim() !== '';
  }

  get complete(): boolean {
    return this.sealed || (this.begun && this.left >= 0);
  }

  /** The field undoes by itself, word by word. */
  get canUndo(): boolean {
    return false;
  }

  type(text: string): boolean {
    if (text === this.#text) return false;
    this.#text = text;
    return true;
  }

  value(): Given {
    return this.sealed ? { ...NOTHING, sealed: true } : { ...NOTHING, text: this.#kept() };
  }

  restore(given: Given): void {
    this.#text = given.text;
    this.#sealed = given.sealed;
  }

  stored(given: Given): void {
    this.#sealed = given.sealed;
  }

  /** As it is stored: line ends as \n, no other control codes than tabs, no halves of a character. */
  #kept(): string {
    return this.#text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '').replace(/\p{Surrogate}/gu, '');
  }
}
