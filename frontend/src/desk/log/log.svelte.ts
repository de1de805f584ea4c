import { desk as api, failureOf, type LogCheck, type LogPage, type LogRequest, type LogRow } from '../../api';
import type { Desk } from '../desk.svelte';

const anything: LogRequest = { group: '', code: '', from: '', to: '', before: 0 };

/** The log as far as it is shown: what is asked for, the rows, and the last check. */
export class Log {
  asked = $state<LogRequest>({ ...anything });
  page = $state.raw<LogPage>();
  rows = $state.raw<LogRow[]>([]);
  check = $state.raw<LogCheck>();
  checking = $state(false);
  /** The field that is wrong, "" for none. */
  wrong = $state('');
  private readonly desk: Desk;
  /** The newest question, and the one that the rows answer. */
  private turn = 0;
  private shown = 0;
  private adding = false;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  get filtered(): boolean {
    const { group, code, from, to } = this.asked;
    return group !== '' || code !== '' || from !== '' || to !== '';
  }

  /** Reads the first page of what is asked for; a later question overtakes it. */
  async read(): Promise<void> {
    const turn = ++this.turn;
    try {
      const page = await api.log({ ...this.asked, before: 0 });
      if (turn !== this.turn) return;
      this.wrong = '';
      this.shown = turn;
      [this.page, this.rows] = [page, page.rows];
    } catch (thrown) {
      if (turn === this.turn) this.refuse(thrown);
    }
  }

  /** Adds the next page of what is shown, once however often it is asked for meanwhile. */
  async more(): Promise<void> {
    const { page: shown, turn } = this;
    // What is being asked anew comes with a first page of its own.
    if (!shown || this.shown !== turn || this.adding) return;
    this.adding = true;
    try {
      const page = await api.log({ ...this.asked, before: shown.next });
      if (turn === this.turn) [this.page, this.rows] = [page, [...this.rows, ...page.rows]];
    } catch (thrown) {
      this.desk.fail(thrown);
    }
    this.adding = false;
  }

  reset(): void {
    this.asked = { ...anything };
    void this.read();
  }

  async verify(): Promise<void> {
    this.checking = true;
    try {
      this.check = await api.checkLog();
    } catch (thrown) {
      this.desk.fail(thrown);
    }
    this.checking = false;
  }

  private refuse(thrown: unknown): void {
    const failure = failureOf(thrown);
    this.wrong = failure.code === 'invalid' ? (failure.params['Field'] ?? '') : '';
    if (this.wrong === '') this.desk.fail(failure);
  }
}
