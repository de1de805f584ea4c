import type { Given, KioskItem, KioskSession } from '../api';
import { formatOf } from './formats';
import type { AnswerState } from './formats/answer';
import { opposite, turned } from './practice';
import type { Screen } from './screen';

/** One practice: try it, look whether it says what was meant, perhaps change it. */
export class Practising {
  readonly item: KioskItem;
  readonly answer: AnswerState;
  /** Whether the answer is being tried, or said back. */
  phase = $state<'try' | 'check'>('try');
  /** It was not meant so: what stands at which end is told from there on. */
  explains = $state(false);
  /** How many tries were said back so far, those before a restart included. */
  tries = $state(0);
  #first: Given | null = null;

  constructor(item: KioskItem, tries: number) {
    this.item = item;
    this.tries = tries;
    this.answer = formatOf(item).state(item);
  }

  /** Says the answer back once it is whole. */
  check(): void {
    if (!this.answer.complete) return;
    this.#first ??= this.answer.value();
    this.tries += 1;
    this.phase = 'check';
  }

  /** The answer changes: what was said back does not hold any more. */
  changed(): void {
    this.phase = 'try';
  }

  /** It was not meant so, and the participant changes it. */
  again(): void {
    this.explains = true;
    this.phase = 'try';
  }

  /** The order from the other end; null where an answer has no two ends. */
  get turn(): Given | null {
    return this.answer.complete ? turned(this.item, this.answer.value()) : null;
  }

  /** Turns the order round and asks again. */
  turnRound(): void {
    const other = this.turn;
    if (other === null) return;
    this.answer.restore(other);
    this.check();
  }

  /** The first try went in the direction opposite to what stands now. */
  get reversed(): boolean {
    return this.#first !== null && this.answer.complete && opposite(this.item, this.#first, this.answer.value());
  }
}

/** The practices of a session: each keeps what was tried as long as the page stands. */
export class Practices {
  readonly #begun = new Map<string, Practising>();

  /** The practice of a type of response, in the words of the session. */
  of(session: KioskSession, type: string): Screen & { kind: 'practice' } {
    const found = session.practices.find((practice) => practice.type === type);
    if (found?.item === undefined) throw new Error('a practice without its item');
    const practising = this.#begun.get(type) ?? new Practising(found.item, found.tries);
    this.#begun.set(type, practising);
    return { kind: 'practice', item: found.item, check: found.check, practising };
  }
}
