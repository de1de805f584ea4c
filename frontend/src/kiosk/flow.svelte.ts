import { failureOf, type Failure, type KioskApi, type KioskItem, type KioskSection, type KioskSession } from '../api';
import { formatOf } from './formats';
import { NOTHING, type AnswerState } from './formats/answer';
import { Process } from './formats/process';
import { Practices } from './practice.svelte';
import { Saver } from './saver.svelte';
import { canReturnTo, type Screen } from './screen';
import { beside, isOpened, shownOf, stepOf, stopAt, stopsOf, type Stop } from './way';

interface Config {
  api: KioskApi;
  session: KioskSession;
  /** Milliseconds in which the page was in sight. */
  now: () => number;
  /** Whether a session that was resumed is said to be; not to somebody who was at the page all the time. */
  welcomes?: boolean;
  /** Called when the session is no longer this page's to answer. */
  onlost: (failure: Failure) => void;
}

/** The participant's way through one session: welcome, consent, practice, sections with their sets, review, end. */
export class Flow {
  readonly saver: Saver;
  readonly #config: Config;
  readonly #states: Map<string, AnswerState>;
  readonly #practices = new Practices();
  readonly #stops: Stop[];
  #session: KioskSession = $state.raw({} as KioskSession);
  /** Every saved answer may change them. */
  #shown: string[] = $state.raw([]);
  #stop: Stop = $state.raw({ kind: 'welcome' });
  /** The process of the set on screen, counted anew at every visit. */
  process: Process;
  /** True while the participant has come to a set from the review. */
  visiting = $state(false);
  /** How long the participant was away; null while there. */
  #away: number | null = $state(null);
  /** Why the language could not change; null when it could. */
  refused = $state.raw<Failure | null>(null);
  /** True while a step waits for a save or an answer of Go. */
  busy = $state(false);

  constructor(config: Config) {
    const { session } = config;
    this.#config = config;
    this.#session = session;
    this.#shown = shownOf(session.sections);
    this.#states = new Map(session.items.map((item) => [item.id, formatOf(item).state(item)]));
    this.#stops = stopsOf(session);
    this.saver = new Saver({
      api: config.api,
      session,
      onlost: config.onlost,
      onway: (sections) => (this.#shown = sections),
      onstored: (id, value) => this.state(id).stored?.(value),
    });
    this.#stop = stopAt(session, (id) => this.state(id).begun);
    this.visiting = this.#stop.kind === 'item' && isOpened(session);
    this.process = new Process(config.now);
    if (session.resumed && config.welcomes !== false && canReturnTo(this.#stop)) this.#away = session.awayMs;
  }

  get session(): KioskSession {
    return this.#session;
  }

  get screen(): Screen {
    const stop = this.#stop;
    if (this.#away !== null) return { kind: 'again', stop, instruct: this.#away >= this.#session.instructAfterMs };
    if (stop.kind === 'item') return { kind: 'item', item: this.#item(stop.id) };
    if (stop.kind === 'how') return { kind: 'how', id: stop.id, first: this.sections[0]?.id === stop.section };
    if (stop.kind === 'practice') return this.#practices.of(this.#session, stop.id);
    if (stop.kind !== 'section' && stop.kind !== 'break') return { kind: stop.kind };
    const section = this.#session.sections.find((s) => s.id === stop.id);
    if (section === undefined) throw new Error('a section without its texts');
    return { kind: stop.kind, section };
  }

  /** The sections that are shown, in order. */
  get sections(): KioskSection[] {
    return this.#session.sections.filter((section) => this.#shown.includes(section.id));
  }

  /** The sets that are shown, in displayed order. */
  get items(): KioskItem[] {
    return this.#session.items.filter((item) => this.#shown.includes(item.section));
  }

  /** The number of a set, 1 to total, in displayed order. */
  number(itemId: string): number {
    return this.items.findIndex((item) => item.id === itemId) + 1;
  }

  get total(): number {
    return this.items.length;
  }

  /** What stands on screen of an item. */
  state(itemId: string): AnswerState {
    const state = this.#states.get(itemId);
    if (state === undefined) throw new Error('an item without its state');
    return state;
  }

  /** Sets that are not complete, in order. */
  get open(): KioskItem[] {
    return this.items.filter((item) => !this.state(item.id).complete);
  }

  /** Open sets without which the answers cannot be handed in; also one whose stored answer the screen does not show. */
  get due(): KioskItem[] {
    return this.open.filter((item) => item.required === 'all' || this.saver.has(item.id));
  }

  /** Sets left open that are asked about once before the answers are handed in. */
  get asked(): KioskItem[] {
    return this.open.filter((item) => item.required === 'soft');
  }

  /** Whether the answer on screen is just what the store holds. */
  get stored(): boolean {
    const stop = this.#stop;
    return stop.kind !== 'item' || this.saver.holds(stop.id, this.state(stop.id).value());
  }

  /** Saves the item on screen if it is complete; called after every change, while somebody types a little later. */
  changed(typing = false): void {
    const stop = this.#stop;
    if (stop.kind !== 'item') return;
    const state = this.state(stop.id);
    const value = state.value();
    // Half a word never waits: what is not whole any more is not saved either.
    if (typing && !state.complete) this.saver.forget(stop.id);
    if (!state.complete || this.saver.holds(stop.id, value)) return;
    void this.saver.save({ itemId: stop.id, value, process: this.process.data() }, typing);
  }

  /** Puts the stored answer of the item on screen back. */
  putBack(): void {
    const stop = this.#stop;
    const given = stop.kind === 'item' ? this.saver.stored(stop.id) : undefined;
    if (stop.kind === 'item' && given !== undefined) this.state(stop.id).restore(given);
  }

  /** The participant is back after so long: where it goes on is said before it does. */
  returned(ms: number): void {
    if (!canReturnTo(this.#stop) || this.#away !== null) return;
    void this.#note(this.#stop, this.visiting);
    this.#away = ms;
  }

  /** On from the word of welcome to what stood on screen. */
  goOn(): void {
    this.#go(this.#stop);
  }

  /** One step on; from a set only when it is complete and saved. */
  async next(): Promise<void> {
    const stop = this.#stop;
    if (stop.kind === 'item' && !this.state(stop.id).complete) return;
    await this.#leave(() => this.#beside(1));
  }

  /** On to the next set with this one left open. */
  leaveOpen(): Promise<void> {
    return this.#leave(() => this.#beside(1));
  }

  /** One step back; the answers stay. */
  back(): Promise<void> {
    return this.#leave(() => this.#beside(-1));
  }

  /** From the review to a set. */
  async visit(itemId: string): Promise<void> {
    await this.#leave(() => ({ kind: 'item', id: itemId, section: this.#item(itemId).section }), true);
    this.visiting = this.#stop.kind === 'item' && this.#stop.id === itemId;
  }

  /** Changes the language; order, places and answers stay. */
  async speak(language: string): Promise<void> {
    try {
      this.#session = await this.#config.api.speak(language);
      this.#shown = shownOf(this.#session.sections);
      this.refused = null;
    } catch (thrown) {
      this.refused = this.#failed(thrown);
    }
  }

  /** Answers the notice: yes goes on, no ends the session. Gives why it could not be stored. */
  async consent(yes: boolean): Promise<Failure | null> {
    return this.#act(async () => {
      this.#session = await this.#config.api.consent({ yes, hash: this.#session.consent.hash });
      if (yes) return;
      this.saver.close();
      this.#go({ kind: 'declined' });
    }, yes);
  }

  /** Stores how the practice on screen went and goes on; gives why it could not be stored. */
  async practised(): Promise<Failure | null> {
    const stop = this.#stop;
    if (stop.kind !== 'practice') return null;
    const { tries, reversed } = this.#practices.of(this.#session, stop.id).practising;
    return this.#act(async () => void (await this.#config.api.practised({ type: stop.id, tries, reversed })), true);
  }

  /** Hands the answers in; gives why it could not. */
  async finish(): Promise<Failure | null> {
    if (this.due.length > 0) return null;
    return this.#act(async () => {
      if (!(await this.saver.flush())) throw this.saver.failure ?? failureOf(null);
      this.#session = await this.#config.api.finish();
      this.saver.close();
      this.#go({ kind: 'end' });
    });
  }

  /** Carries an act out with no other beside it, and goes on after it if it is to. */
  async #act(run: () => Promise<void>, goesOn = false): Promise<Failure | null> {
    if (this.busy) return null;
    this.busy = true;
    try {
      await run();
    } catch (thrown) {
      return this.#failed(thrown);
    } finally {
      this.busy = false;
    }
    if (goesOn) await this.next();
    return null;
  }

  /** Leaves what is on screen once nothing is unsaved. */
  async #leave(where: () => Stop, opened = false): Promise<void> {
    if (this.busy) return;
    const from = this.#stop;
    this.busy = true;
    this.#withdraw();
    const saved = await this.saver.flush();
    const to = where();
    // Noted before it is shown: what stands on screen is what a restart comes back to.
    if (saved) await this.#note(to, opened);
    this.busy = false;
    if (saved && this.#stop === from) this.#go(to);
  }

  /** What is left open takes its stored answer back: what stands on screen counts. */
  #withdraw(): void {
    const stop = this.#stop;
    if (stop.kind !== 'item' || this.state(stop.id).complete || !this.saver.has(stop.id)) return;
    void this.saver.save({ itemId: stop.id, value: NOTHING, withdrawn: true, process: this.process.data() });
  }

  #go(to: Stop): void {
    this.#stop = to;
    this.#away = null;
    this.refused = null;
    if (to.kind !== 'item') this.visiting = false;
    this.process = new Process(this.#config.now);
  }

  /** Tells the store where the participant is, and of the visit that ends. A lost note costs a few presses after a crash, no answer. */
  async #note(to: Stop, opened: boolean): Promise<void> {
    const step = stepOf(this.#session, to, opened);
    if (step === null) return;
    const from = this.#stop;
    try {
      await this.#config.api.visit({ step, left: from.kind === 'item' ? from.id : '', process: this.process.data() });
    } catch (thrown) {
      this.#failed(thrown);
    }
  }

  /** A visit that the review began leads back to it. */
  #beside(step: -1 | 1): Stop {
    if (this.visiting) return { kind: 'review' };
    return beside(this.#stops, this.#stop, step, this.#shown);
  }

  #item(id: string): KioskItem {
    const item = this.#session.items.find((x) => x.id === id);
    if (item === undefined) throw new Error('an item without its texts');
    return item;
  }

  /** Reads a failure, and hands over when it means that the session is lost. */
  #failed(thrown: unknown): Failure {
    const failure = failureOf(thrown);
    if (failure.code === 'locked' || failure.code === 'session_closed') this.#config.onlost(failure);
    return failure;
  }
}
