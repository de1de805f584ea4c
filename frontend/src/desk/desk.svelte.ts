import { failureOf, type Holder, type Method, type Participant, type PersonRow, type Session, type SessionRow, type Status, type WatchNotice } from '../api';
import { t, word } from '../i18n';
import { displayName } from './names';
import type { NoticeForm } from './settings/notice.svelte';
import type { SettingsSection } from './settings/sections';

/** A page of the desk, with what it needs to be shown. */
export type Page =
  | { name: 'people' }
  | { name: 'person'; person: Participant; sessions: readonly SessionRow[] }
  | { name: 'due' }
  | { name: 'new'; person?: Participant }
  | { name: 'handover'; person: Participant; session: Session }
  | { name: 'result'; sessionId: string; comesBack?: boolean; at?: string }
  | { name: 'instruments' }
  | { name: 'norms' }
  | { name: 'whatif'; sessionId?: string }
  | { name: 'log' }
  | { name: 'settings'; section?: SettingsSection }
  | { name: 'about' };

/** A sentence for the counsellor, shown until the next act. */
export interface Message {
  kind: 'info' | 'warn';
  text: string;
}

/** Which page the desk shows, what it has to say, and where the list stood. */
export class Desk {
  page = $state.raw<Page>({ name: 'people' });
  message = $state.raw<Message>();
  /** The limits of the program that are passed. */
  notices = $state.raw<WatchNotice[]>([]);
  /** The search of the list, kept while other pages are open. */
  query = $state('');
  /** The session from which the list was left, for the way back. */
  left = '';
  /** The consent text as it is being typed, kept while other pages are open. */
  noticeForm: NoticeForm | undefined;
  /** The unfinished session that has just come back from the participant. */
  returned = '';
  readonly onstatus: (status: Status) => void;
  /** Who opened the desk. */
  readonly holder: Holder;
  readonly #may: ReadonlySet<string>;

  constructor(onstatus: (status: Status) => void, { holder, may, sessionId }: Pick<Status, 'holder' | 'may' | 'sessionId'>) {
    this.onstatus = onstatus;
    this.holder = holder;
    this.#may = new Set(may);
    if (sessionId === '') return;
    if (this.may('Desk.Result')) this.page = { name: 'result', sessionId, comesBack: true };
    else this.returned = this.left = sessionId;
  }

  /** Whether the role of whoever opened the desk can call that; what it cannot is not offered. */
  may(method: Method): boolean {
    return this.#may.has(method);
  }

  /** Shows a page; a message of the page before it goes. */
  go(page: Page, message?: string): void {
    this.message = message === undefined ? undefined : { kind: 'info', text: message };
    this.page = page;
  }

  say(text: string): void {
    this.message = { kind: 'info', text };
  }

  /** Says what a session that has just come back asks for, if it does. */
  welcomeBack(rows: readonly PersonRow[]): void {
    for (const { participant, sessions } of rows) {
      const row = sessions.find(({ session }) => session.id === this.returned);
      if (row?.session.state === 'finalised' && !this.may('Desk.Result')) this.say(t('desk.people.handed', { Name: displayName(participant) }));
      if (row?.session.reason === 'declined') this.say(t('desk.people.declined', { Name: displayName(participant) }));
      if (row === undefined || row.urgent.length === 0) continue;
      const flags = row.urgent.map((flag) => flag.name.replace(/[^.!?]$/, '$&.')).join(' ');
      this.message = { kind: 'warn', text: t(this.may('Desk.Result') ? 'desk.people.urgent' : 'desk.people.urgent.call', { Name: displayName(participant), Flags: flags }) };
    }
    this.returned = '';
  }

  /** Shows why an act failed, in the words of its code. */
  fail(thrown: unknown): void {
    const failure = failureOf(thrown);
    this.message = { kind: 'warn', text: word(`error.${failure.code}`, failure.params) };
  }

  hush(): void {
    this.message = undefined;
  }
}
