import { failureOf, type Participant, type PersonRow, type Session, type Status, type WatchNotice } from '../api';
import { t, word } from '../i18n';
import { displayName } from './names';

/** A page of the desk, with what it needs to be shown. */
export type Page =
  | { name: 'people' }
  | { name: 'person'; person: Participant }
  | { name: 'new'; person?: Participant }
  | { name: 'handover'; person: Participant; session: Session }
  | { name: 'result'; sessionId: string; comesBack?: boolean }
  | { name: 'instruments' }
  | { name: 'norms' }
  | { name: 'settings' }
  | { name: 'diagnostics' }
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
  /** The unfinished session that has just come back from the participant. */
  returned = '';
  readonly onstatus: (status: Status) => void;

  constructor(onstatus: (status: Status) => void, comesBack = '') {
    this.onstatus = onstatus;
    if (comesBack !== '') this.page = { name: 'result', sessionId: comesBack, comesBack: true };
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
      if (row === undefined || row.urgent.length === 0) continue;
      const flags = row.urgent.map((flag) => flag.name.replace(/[^.!?]$/, '$&.')).join(' ');
      this.message = { kind: 'warn', text: t('desk.people.urgent', { Name: displayName(participant), Flags: flags }) };
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
