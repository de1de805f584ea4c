import { desk, type DeskApi, type People, type PersonRow } from '../../api';

/**
 * The list of participants for a search, page by page. Typing never queues
 * calls: while one is under way, only the newest search waits.
 */
export class PeopleList {
  rows = $state.raw<PersonRow[]>([]);
  total = $state(0);
  next = $state('');
  /** False until the first answer is there. */
  loaded = $state(false);
  /** The search that the rows answer. */
  shown = $state('');
  readonly #api: Pick<DeskApi, 'people'>;
  #waiting: string | undefined;
  #running: Promise<void> | undefined;
  #adding: Promise<void> | undefined;

  constructor(api: Pick<DeskApi, 'people'> = desk) {
    this.#api = api;
  }

  /** Shows the first page for a search; resolves when the newest search is shown. */
  search(query: string): Promise<void> {
    this.#waiting = query;
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#waiting !== undefined) {
      const query = this.#waiting;
      this.#waiting = undefined;
      const page = await this.#first(query);
      if (page === undefined) continue;
      this.rows = page.rows;
      this.total = page.total;
      this.next = page.next;
      this.shown = query;
      this.loaded = true;
    }
  }

  /** The first page of a search; undefined where it failed and a newer one waits. */
  async #first(query: string): Promise<People | undefined> {
    try {
      return await this.#api.people({ query, after: '' });
    } catch (thrown) {
      if (this.#waiting === undefined) throw thrown;
      return undefined;
    }
  }

  /** Adds the next page, once however often it is asked for meanwhile. */
  more(): Promise<void> {
    if (this.next === '') return Promise.resolve();
    this.#adding ??= this.#add().finally(() => {
      this.#adding = undefined;
    });
    return this.#adding;
  }

  async #add(): Promise<void> {
    const { rows } = this;
    const page = await this.#api.people({ query: this.shown, after: this.next });
    // Another list stands here by now, perhaps of the same search.
    if (rows !== this.rows) return;
    this.rows = [...rows, ...page.rows];
    this.next = page.next;
  }
}

/** Cuts a text into pieces, those that the search hit marked. */
export function hits(text: string, query: string): { text: string; hit: boolean }[] {
  const wanted = query.trim().toLowerCase();
  const lower = text.toLowerCase();
  // Some letters change their length in lower case; then nothing is marked.
  if (wanted === '' || lower.length !== text.length) return [{ text, hit: false }];
  const pieces: { text: string; hit: boolean }[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) pieces.push({ text: text.slice(from, at), hit: false });
    pieces.push({ text: text.slice(at, at + wanted.length), hit: true });
    from = at + wanted.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hit: false });
  return pieces;
}
