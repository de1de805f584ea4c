import { failureOf, type DeskApi, type Value, type WhatIfForm, type WhatIfItem, type WhatIfReading } from '../../api';
import { t, word } from '../../i18n';

/** How long the page waits after a key before it asks what comes of it, in ms. */
const pause = 120;

/** What a counsellor types to see what would come of it. Nothing of it is stored. */
export class WhatIf {
  form = $state.raw<WhatIfForm>();
  tab = $state<'totals' | 'answers'>('totals');
  totals = $state<Record<string, string>>({});
  /** Numbers by item and place: ranks, or columns of cards; 0 is open. */
  places = $state<Record<string, number[]>>({});
  /** The other answers by item: a number, or the ids of options. */
  texts = $state<Record<string, string>>({});
  chosen = $state<Record<string, string[]>>({});
  facts = $state<Record<string, string>>({});
  group = $state('');
  reading = $state.raw<WhatIfReading>();
  /** Why nothing could be scored, in a sentence; '' if it could. */
  refused = $state('');
  /** A form is on its way: what is typed into the one on screen goes with it. */
  opening = $state(false);
  #opened = 0;
  #timer = 0;
  #asked = 0;
  readonly #api: Pick<DeskApi, 'whatIfForm' | 'whatIf'>;
  readonly #fail: (thrown: unknown) => void;

  constructor(api: Pick<DeskApi, 'whatIfForm' | 'whatIf'>, fail: (thrown: unknown) => void) {
    this.#api = api;
    this.#fail = fail;
  }

  /** Opens the form of an instrument, or of a session with what was answered. */
  async open(instrumentId: string, sessionId = ''): Promise<void> {
    const mine = ++this.#opened;
    this.opening = true;
    try {
      const form = await this.#api.whatIfForm({ instrumentId, sessionId });
      // Chosen anew meanwhile: the form that was asked for last stands.
      if (mine !== this.#opened) return;
      this.form = form;
      this.totals = { ...form.typed };
      this.facts = { ...form.respondent };
      this.group = form.group;
      this.reading = undefined;
      this.#take(form);
      if (form.totals.length === 0) this.tab = 'answers';
      this.opening = false;
      await this.ask();
    } catch (thrown) {
      if (mine !== this.#opened) return;
      this.opening = false;
      this.#fail(thrown);
    }
  }

  #take(form: WhatIfForm): void {
    this.places = {};
    this.texts = {};
    this.chosen = {};
    for (const item of form.items) {
      const value = form.answers[item.id];
      if (item.parts.length > 0) {
        const given = (item.type === 'ranking' ? value?.ranks : value?.columns) ?? [];
        this.places[item.id] = item.parts.map((_, i) => given[i] ?? 0);
      }
      this.texts[item.id] = value?.number ?? '';
      this.chosen[item.id] = [...(value?.chosen ?? [])];
    }
  }

  /** Empties everything that was typed. */
  clear(): void {
    if (!this.form) return;
    this.totals = {};
    this.facts = {};
    this.group = '';
    this.#take({ ...this.form, answers: {} });
    this.changed();
  }

  /** Asks again, once the typing rests. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.ask(), pause);
  }

  async ask(): Promise<void> {
    const form = this.form;
    if (!form) return;
    const mine = ++this.#asked;
    try {
      const reading = await this.#api.whatIf({
        instrumentId: form.instrumentId, sessionId: form.sessionId, byTotals: this.tab === 'totals', totals: { ...this.totals },
        answers: this.#answers(form.items), respondent: { ...this.facts }, group: this.group,
      });
      if (mine !== this.#asked) return;
      this.reading = reading;
      this.refused = '';
    } catch (thrown) {
      if (mine !== this.#asked) return;
      const failure = failureOf(thrown);
      this.refused = failure.code === 'invalid' ? t('desk.whatif.refused') : word(`error.${failure.code}`, failure.params);
    }
  }

  /** The answers that are whole; the others are open. */
  #answers(items: readonly WhatIfItem[]): Record<string, Value> {
    const out: Record<string, Value> = {};
    for (const item of items) {
      const value = this.#answer(item);
      if (value) out[item.id] = value;
    }
    return out;
  }

  #answer(item: WhatIfItem): Value | undefined {
    const places = [...(this.places[item.id] ?? [])];
    const text = (this.texts[item.id] ?? '').trim().replace(',', '.');
    const chosen = [...(this.chosen[item.id] ?? [])];
    if (item.type === 'ranking') return places.includes(0) ? undefined : { ranks: places };
    if (item.type === 'forced_distribution') return this.full(item) ? { ranks: [], columns: places } : undefined;
    if (chosen.length > 0) return { ranks: [], chosen };
    return text === '' ? undefined : { ranks: [], number: text };
  }

  /** Whether every column of a card sort holds as many cards as it takes. */
  full(item: WhatIfItem): boolean {
    return item.columns.every((column) => this.held(item, column.value) === column.places);
  }

  held(item: WhatIfItem, value: string): number {
    return (this.places[item.id] ?? []).filter((place) => String(place) === value).length;
  }

  /**
   * Gives a place its rank, 0 for none. Who had the rank before gets the one that
   * is given up, and the last open place what is left.
   */
  rank(item: WhatIfItem, place: number, rank: number): void {
    const ranks = [...(this.places[item.id] ?? [])];
    const other = rank === 0 ? -1 : ranks.indexOf(rank);
    if (other >= 0) ranks[other] = ranks[place] ?? 0;
    ranks[place] = rank;
    const open = ranks.flatMap((r, i) => (r === 0 ? [i] : []));
    if (rank !== 0 && open.length === 1) {
      const last = ranks.map((_, i) => i + 1).find((r) => !ranks.includes(r));
      if (last !== undefined) ranks[open[0] ?? 0] = last;
    }
    this.places[item.id] = ranks;
    this.changed();
  }
}
