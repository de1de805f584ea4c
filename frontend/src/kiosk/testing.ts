import { Failure, type Act, type AnswerRequest, type Code, type ConsentRequest, type KioskApi, type KioskItem, type KioskSession, type NoteRequest, type PracticeRequest, type Status, type VisitRequest } from '../api';
import { Flow } from './flow.svelte';
import { NOTHING } from './formats/answer';
import type { Ranking } from './formats/ranking/ranking.svelte';
import { shownOf } from './way';

const places = [4, 3, 2, 1].map((rank) => ({ rank, word: `word ${rank}`, prompt: `prompt ${rank}` }));

/** A session of two sections with two sets each, in a language. */
export function sampleSession(change: Partial<KioskSession> = {}): KioskSession {
  const language = change.language ?? 'en';
  const item = (id: string, section: string) => ({
    id,
    section,
    type: 'ranking',
    title: '',
    stem: `stem ${id} ${language}`,
    hint: '',
    answer: NOTHING,
    ranking: { endings: [0, 1, 2, 3].map((e) => `ending ${e} of ${id} ${language}`), places },
    revision: 0,
    answered: false,
    required: 'all',
  });
  return {
    sessionId: 'session-1',
    title: 'title',
    intro: `intro ${language}`,
    greeting: 'Dewi',
    language,
    languages: [
      { code: 'en', name: 'English' },
      { code: 'id', name: 'Bahasa Indonesia' },
    ],
    consent: { basis: 'consent', hash: 'hash', parts: [{ id: 'purpose', words: `purpose ${language}` }] },
    practices: [{ type: 'ranking', item: { ...item('p', ''), id: 'p' }, check: 'most {{.Most}} least {{.Least}}', tries: 0 }],
    done: false,
    resumed: false,
    awayMs: 0,
    instructAfterMs: 1_800_000,
    step: '',
    minutesLow: 15,
    minutesHigh: 25,
    sections: [
      { id: 'style', title: 'Part one', instruction: 'instruction one', items: ['s1', 's2'], shown: true, break: false },
      { id: 'context', title: 'Part two', instruction: 'instruction two', items: ['c1', 'c2'], shown: true, break: false },
    ],
    items: [item('s1', 'style'), item('s2', 'style'), item('c1', 'context'), item('c2', 'context')],
    ...change,
  };
}

/** Go's side in memory, with the same rules about revisions; `fail` makes the next calls fail. */
export class FakeApi implements KioskApi {
  calls: string[] = [];
  answers: AnswerRequest[] = [];
  /** The visits to items that were told when they ended. */
  visits: VisitRequest[] = [];
  fail: Code[] = [];
  current: KioskSession;
  /** Holds every answer until it is called. */
  gate: Promise<void> = Promise.resolve();

  /** The sections that are shown after an answer; a test may make them depend on it. */
  way: (answered: KioskItem) => string[] = () => shownOf(this.current.sections);

  constructor(current: KioskSession = sampleSession()) {
    this.current = current;
  }

  async #call(name: string): Promise<void> {
    this.calls.push(name);
    await Promise.resolve();
    const code = this.fail.shift();
    if (code !== undefined) throw new Failure(code);
  }

  async status(): Promise<Status> {
    await this.#call('status');
    return this.#status('participant');
  }

  async retry(): Promise<Status> {
    return this.status();
  }

  async session() {
    await this.#call('session');
    return structuredClone(this.current);
  }

  async speak(language: string) {
    await this.#call(`speak ${language}`);
    const texts = sampleSession({ language });
    const items = texts.items.map((item, i) => {
      const { answer, answered, revision } = this.current.items[i] ?? item;
      return { ...item, answer, answered, revision };
    });
    this.current = { ...this.current, language, intro: texts.intro, practices: texts.practices, items };
    return structuredClone(this.current);
  }

  async visit({ step, left, process }: VisitRequest) {
    if (left !== '') this.visits.push({ step, left, process });
    await this.#call(`visit ${step}`);
    this.current = { ...this.current, step };
    return {} as Awaited<ReturnType<KioskApi['visit']>>;
  }

  async answer(request: AnswerRequest) {
    await this.gate;
    await this.#call(`answer ${request.itemId}`);
    const item = this.current.items.find((x) => x.id === request.itemId);
    if (item === undefined) throw new Failure('not_found');
    if (item.revision !== request.revision) throw new Failure('stale_answer');
    item.revision += 1;
    item.answer = structuredClone(request.answer);
    item.answered = !request.withdrawn;
    this.answers.push(request);
    return { itemId: item.id, revision: item.revision, answered: 0, total: 4, sections: this.way(item) };
  }

  async consent(request: ConsentRequest) {
    await this.#call(`consent ${request.yes ? 'yes' : 'no'}`);
    this.current = { ...this.current, consent: { ...this.current.consent, basis: request.yes ? 'consent' : 'declined' } };
    return structuredClone(this.current);
  }

  async practised(request: PracticeRequest) {
    await this.#call(`practised ${request.type} ${request.tries} ${request.reversed ? 'reversed' : 'straight'}`);
    return request;
  }

  async note(request: NoteRequest) {
    await this.#call(`note ${request.kind} ${request.durationMs}`);
    return request;
  }

  async finish() {
    await this.#call('finish');
    this.current = { ...this.current, done: true };
    return structuredClone(this.current);
  }

  async unlock(pin: string) {
    await this.#call(`unlock ${pin}`);
    return this.#status('return');
  }

  async resume() {
    await this.#call('resume');
    return this.#status('participant');
  }

  async quit() {
    await this.#call('quit');
    return this.#status('participant');
  }

  async leave(act: Act) {
    await this.#call(`leave ${act}`);
    return this.#status('desk');
  }

  #status(mode: Status['mode']): Status {
    return {
      mode, folder: '',
      people: 0,
      holders: [],
      holder: { id: '', name: '', role: 'reader' },
      may: [],
      language: 'en',
      theme: 'light',
      languages: this.current.languages,
      version: '0',
      sessionId: '',
      privacyMinutes: 5,
    };
  }
}

/** A flow over a session, with what it told and heard; the clock is the test's to set. */
export interface Sitting {
  api: FakeApi;
  flow: Flow;
  lost: Failure[];
  clock: number;
}

/** Starts a flow on a session whose sets hold these ranks. */
export function sit(session: KioskSession, ranks: Record<string, number[]> = {}): Sitting {
  for (const item of session.items) {
    const given = ranks[item.id];
    if (given) Object.assign(item, { answer: { ...NOTHING, ranks: given }, answered: !given.includes(0), revision: 1 });
  }
  const api = new FakeApi(structuredClone(session));
  const lost: Failure[] = [];
  const around = { api, lost, clock: 0 };
  return Object.assign(around, { flow: new Flow({ api, session, now: () => around.clock, onlost: (f) => lost.push(f) }) });
}

/** What stands on screen of a set. */
export const rankingOf = (flow: Flow, id: string) => flow.state(id) as Ranking;

/** Where a flow stands, in one word. */
export function placeOf({ screen }: Flow): string {
  if (screen.kind === 'item') return screen.item.id;
  return screen.kind === 'section' ? `section ${screen.section.id}` : screen.kind;
}

/** Completes the set on screen with three taps. */
export function fillSet(flow: Flow): void {
  const { screen } = flow;
  if (screen.kind !== 'item') throw new Error(`no set on screen: ${placeOf(flow)}`);
  for (const ending of [0, 1, 2]) {
    rankingOf(flow, screen.item.id).tap(ending);
    flow.process.act('pointer');
  }
  flow.changed();
}
