import { failureOf, type Failure, type KioskApi, type KioskItem, type KioskSection, type KioskSession } from '../api';
import { Process } from './formats/process';
import { Ranking } from './formats/ranking.svelte';
import { Saver } from './saver.svelte';
import { beside, REVIEW, shownOf, stopsOf, type Stop } from './way';

/** What stands on screen. */
export type Screen =
  | { kind: 'welcome' }
  | { kind: 'section'; section: KioskSection }
  | { kind: 'item'; item: KioskItem }
  | { kind: 'review' }
  | { kind: 'end' };

interface Config {
  api: KioskApi;
  session: KioskSession;
  /** Milliseconds of a clock that never goes back. */
  now: () => number;
  /** Called when the session is no longer this page's to answer. */
  onlost: (failure: Failure) => void;
}

/** The participant's way through one session: welcome, sections with their sets, review, end. */
export class Flow {
  readonly saver: Saver;
  readonly #config: Config;
  readonly #rankings: Map<string, Ranking>;
  readonly #stops: Stop[];
  #session: KioskSession = $state.raw({} as KioskSession);
  /** The sections on the way: every saved answer may change them. */
  #shown: string[] = $state.raw([]);
  #stop: Stop = $state.raw({ kind: 'welcome' });
  /** The process of the set on screen, counted anew at every visit. */
  #process: Process;
  /** True while the participant has come to a set from the review. */
  visiting = $state(false);
  /** True until the first step after a resumption. */
  resumed = $state(false);
  /** Why the language could not change; null when it could. */
  refused = $state.raw<Failure | null>(null);
  /** True while a step waits for a save or an answer of Go. */
  busy = $state(false);

  constructor(config: Config) {
    const { session } = config;
    this.#config = config;
    this.#session = session;
    this.#shown = shownOf(session.sections);
    this.#rankings = new Map(session.items.map((item) => [item.id, new Ranking(item.ranks)]));
    this.#stops = stopsOf(session);
    this.saver = new Saver({
      api: config.api,
      session,
      onlost: config.onlost,
      onway: (sections) => (this.#shown = sections),
    });
    this.#stop = this.#firstStop();
    this.#process = new Process(config.now);
    this.resumed = session.resumed && session.step !== '';
  }

  get session(): KioskSession {
    return this.#session;
  }

  get screen(): Screen {
    const stop = this.#stop;
    if (stop.kind === 'item') return { kind: 'item', item: this.#item(stop.id) };
    if (stop.kind !== 'section') return stop;
    const section = this.#session.sections.find((s) => s.id === stop.id);
    if (section === undefined) throw new Error('a section without its texts');
    return { kind: 'section', section };
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

  ranking(itemId: string): Ranking {
    const ranking = this.#rankings.get(itemId);
    if (ranking === undefined) throw new Error('an item without its ranking');
    return ranking;
  }

  /** Sets that are not complete, in order. */
  get open(): KioskItem[] {
    return this.items.filter((item) => !this.ranking(item.id).complete);
  }

  /** Whether a set may stay open: it is not required, and no answer is stored that the screen does not show. */
  mayStayOpen(item: KioskItem): boolean {
    return item.required !== 'all' && !this.saver.has(item.id);
  }

  /** Open sets without which the answers cannot be handed in. */
  get due(): KioskItem[] {
    return this.open.filter((item) => !this.mayStayOpen(item));
  }

  /** Sets left open that are asked about once before the answers are handed in. */
  get asked(): KioskItem[] {
    return this.open.filter((item) => this.mayStayOpen(item) && item.required === 'soft');
  }

  get process(): Process {
    return this.#process;
  }

  /** Whether the order on screen is just what the store holds. */
  get stored(): boolean {
    const stop = this.#stop;
    return stop.kind !== 'item' || this.saver.holds(stop.id, this.ranking(stop.id).ranks);
  }

  /** Saves the set on screen if it is complete; called after every change. */
  changed(): void {
    const stop = this.#stop;
    if (stop.kind !== 'item') return;
    const ranking = this.ranking(stop.id);
    if (!ranking.complete || this.saver.holds(stop.id, ranking.ranks)) return;
    void this.saver.save({ itemId: stop.id, ranks: ranking.ranks, process: this.#process.data() });
  }

  /** One step on; from a set only when it is complete and saved. */
  async next(): Promise<void> {
    const stop = this.#stop;
    if (stop.kind === 'item' && !this.ranking(stop.id).complete) return;
    await this.#leave(() => (this.visiting ? { kind: 'review' } : this.#beside(1)));
  }

  /** On to the next set with this one left open. */
  async leaveOpen(): Promise<void> {
    await this.#leave(() => (this.visiting ? { kind: 'review' } : this.#beside(1)));
  }

  /** One step back; the answers stay. */
  async back(): Promise<void> {
    await this.#leave(() => (this.visiting ? { kind: 'review' } : this.#beside(-1)));
  }

  /** From the review to a set. */
  async visit(itemId: string): Promise<void> {
    await this.#leave(() => this.#stopOf(itemId));
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

  /** Hands the answers in; gives why it could not. */
  async finish(): Promise<Failure | null> {
    if (this.busy || this.due.length > 0) return null;
    this.busy = true;
    try {
      if (!(await this.saver.flush())) throw this.saver.failure ?? failureOf(null);
      this.#session = await this.#config.api.finish();
      this.saver.close();
      this.#go({ kind: 'end' });
      return null;
    } catch (thrown) {
      return this.#failed(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** Leaves what is on screen once nothing is unsaved. */
  async #leave(where: () => Stop): Promise<void> {
    if (this.busy) return;
    const from = this.#stop;
    this.busy = true;
    const saved = await this.saver.flush();
    const to = where();
    // Noted before it is shown: what stands on screen is what a restart comes back to.
    if (saved) await this.#note(to);
    this.busy = false;
    if (saved && this.#stop === from) this.#go(to);
  }

  #go(to: Stop): void {
    this.#stop = to;
    this.resumed = false;
    this.refused = null;
    if (to.kind !== 'item') this.visiting = false;
    this.#process = new Process(this.#config.now);
  }

  /** Tells the store where the participant is. A lost note costs a few presses after a crash, no answer. */
  async #note(to: Stop): Promise<void> {
    const step = this.#step(to);
    if (step === null) return;
    try {
      await this.#config.api.visit(step);
    } catch (thrown) {
      this.#failed(thrown);
    }
  }

  #step(stop: Stop): string | null {
    if (stop.kind === 'item') return stop.id;
    if (stop.kind === 'section') return this.#session.sections.find((s) => s.id === stop.id)?.items[0] ?? null;
    if (stop.kind === 'welcome') return '';
    return stop.kind === 'review' ? REVIEW : null;
  }

  #beside(step: -1 | 1): Stop {
    return beside(this.#stops, this.#stop, step, this.#shown);
  }

  #stopOf(itemId: string): Stop {
    return { kind: 'item', id: itemId, section: this.#item(itemId).section };
  }

  #firstStop(): Stop {
    const { session } = this.#config;
    if (session.done) return { kind: 'end' };
    if (session.step === '') return { kind: 'welcome' };
    if (session.step === REVIEW) return { kind: 'review' };
    // A section without an answer is begun again with its instruction.
    const section = session.sections.find((s) => s.items[0] === session.step);
    const begun = section?.items.some((id) => this.ranking(id).placed > 0) ?? true;
    if (section !== undefined && !begun) return { kind: 'section', id: section.id };
    const known = this.items.some((item) => item.id === session.step);
    return known ? this.#stopOf(session.step) : { kind: 'welcome' };
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
