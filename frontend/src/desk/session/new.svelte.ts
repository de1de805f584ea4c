import { desk, failureOf, type DeskApi, type InstrumentCard, type Participant, type Session } from '../../api';
import { displayName } from '../names';
import { fieldsOf, PersonForm } from '../people/form.svelte';
import { ConditionsForm } from './conditions.svelte';

/** The three questions of a new session. */
export const steps = ['who', 'what', 'when'] as const;

export type Step = (typeof steps)[number];

type PlanApi = Pick<DeskApi, 'instruments' | 'saveParticipant' | 'prepare' | 'saveConditions'>;

/** What a new session is going to be, step by step; nothing is stored before the last one. */
export class NewSession {
  step = $state<Step>('who');
  /** Whether the participant is on the list already. */
  who = $state<'existing' | 'fresh'>('fresh');
  person = $state.raw<Participant>();
  readonly form = new PersonForm();
  cards = $state.raw<InstrumentCard[]>([]);
  instrumentId = $state('');
  language = $state('');
  when = $state<'now' | 'later'>('now');
  /** On what basis, and what is arranged. */
  readonly conditions = new ConditionsForm();
  /** The session that was prepared before its conditions could be recorded. */
  #prepared: Session | undefined;
  /** True when "next" was pressed without a participant chosen. */
  unchosen = $state(false);
  readonly fields = $derived(fieldsOf(this.cards));
  readonly usable = $derived(this.cards.filter((card) => card.state === 'ready'));
  /** What is there and cannot be handed over; the page says why. */
  readonly unusable = $derived(this.cards.filter((card) => card.state !== 'ready'));
  readonly card = $derived(this.usable.find((card) => card.id === this.instrumentId));
  /** The name or code of whom the session is for, "" for a new one without either. */
  readonly name = $derived(
    this.who === 'existing' ? (this.person ? displayName(this.person) : '') : this.form.name.trim() || this.form.code.trim(),
  );
  readonly #api: PlanApi;

  constructor(person: Participant | undefined, api: PlanApi = desk) {
    this.#api = api;
    if (!person) return;
    this.who = 'existing';
    this.person = person;
    this.step = 'what';
  }

  /** Loads the instruments and proposes the first usable one, in the desk's language if it has it. */
  async load(deskLanguage: string): Promise<void> {
    this.cards = await this.#api.instruments();
    this.choose(this.usable[0]?.id ?? '', deskLanguage);
  }

  /** Takes an instrument; a language that it lacks gives way to its first. */
  choose(instrumentId: string, language = this.language): void {
    this.instrumentId = instrumentId;
    const codes = this.card?.languages.map((choice) => choice.code) ?? [];
    this.language = codes.includes(language) ? language : (codes[0] ?? '');
  }

  /** Goes on if the step is answered. */
  next(): boolean {
    if (this.step === 'who') {
      this.unchosen = this.who === 'existing' && !this.person;
      if (this.unchosen || (this.who === 'fresh' && !this.form.check(this.fields))) return false;
      this.step = 'what';
    } else if (this.step === 'what') {
      if (!this.card) return false;
      this.step = 'when';
    }
    return true;
  }

  /**
   * Stores a new participant, prepares the session and records its conditions.
   * A refusal of a field leads back to it and gives undefined; any other failure
   * is thrown. Said again, it goes on where it stopped.
   */
  async prepare(): Promise<{ person: Participant; session: Session } | undefined> {
    if (!this.conditions.check()) return undefined;
    const person = await this.#participant();
    if (!person) return undefined;
    const session = await this.#session(person.id);
    if (!this.conditions.plain) {
      try {
        await this.#api.saveConditions(this.conditions.request(session.id));
      } catch (thrown) {
        if (!this.conditions.refuse(failureOf(thrown))) throw thrown;
        return undefined;
      }
    }
    return { person, session };
  }

  async #session(participantId: string): Promise<Session> {
    const { instrumentId, language } = this;
    const made = this.#prepared;
    if (made?.participantId === participantId && made.instrument.id === instrumentId && made.language === language) return made;
    this.#prepared = await this.#api.prepare({ participantId, instrumentId, language });
    return this.#prepared;
  }

  async #participant(): Promise<Participant | undefined> {
    if (this.who === 'existing' && this.person) return this.person;
    try {
      const person = await this.#api.saveParticipant(this.form.request());
      // A second try after a failed preparation must not make a second participant.
      this.form.id = person.id;
      this.form.code = person.code;
      return person;
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (!this.form.refuse(failure)) throw failure;
      this.step = 'who';
      return undefined;
    }
  }
}
