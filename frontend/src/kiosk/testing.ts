import { Failure, type AnswerRequest, type Code, type KioskApi, type KioskItem, type KioskSession, type Status } from '../api';
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
    endings: [0, 1, 2, 3].map((e) => `ending ${e} of ${id} ${language}`),
    ranks: [0, 0, 0, 0],
    places,
    revision: 0,
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
    done: false,
    resumed: false,
    step: '',
    minutesLow: 15,
    minutesHigh: 25,
    sections: [
      { id: 'style', title: 'Part one', instruction: 'instruction one', items: ['s1', 's2'], shown: true },
      { id: 'context', title: 'Part two', instruction: 'instruction two', items: ['c1', 'c2'], shown: true },
    ],
    items: [item('s1', 'style'), item('s2', 'style'), item('c1', 'context'), item('c2', 'context')],
    ...change,
  };
}

/** Go's side in memory, with the same rules about revisions; `fail` makes the next calls fail. */
export class FakeApi implements KioskApi {
  calls: string[] = [];
  answers: AnswerRequest[] = [];
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
      const { ranks, revision } = this.current.items[i] ?? item;
      return { ...item, ranks, revision };
    });
    this.current = { ...this.current, language, intro: texts.intro, items };
    return structuredClone(this.current);
  }

  async visit(step: string) {
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
    item.ranks = [...request.ranks];
    this.answers.push(request);
    return { itemId: item.id, revision: item.revision, answered: 0, total: 4, sections: this.way(item) };
  }

  async finish() {
    await this.#call('finish');
    this.current = { ...this.current, done: true };
    return structuredClone(this.current);
  }

  async leave() {
    await this.#call('leave');
    return this.#status('desk');
  }

  #status(mode: Status['mode']): Status {
    return {
      mode,
      language: 'en',
      theme: 'light',
      languages: this.current.languages,
      version: '0',
      sessionId: '',
    };
  }
}
