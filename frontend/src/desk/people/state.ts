import type { Session, SessionRow, SessionState } from '../../api';
import { t, type MessageKey } from '../../i18n';

const words = {
  prepared: 'desk.session.state.prepared',
  running: 'desk.session.state.running',
  paused: 'desk.session.state.paused',
  finalised: 'desk.session.state.finalised',
  abandoned: 'desk.session.state.abandoned',
} as const satisfies Record<SessionState, MessageKey>;

/** Whether a session still takes answers. */
export function open(state: SessionState): boolean {
  return state === 'prepared' || state === 'running' || state === 'paused';
}

/** Where a session stands, in one word. */
export function stateOf({ state, reason, withdrawn }: Pick<Session, 'state' | 'reason' | 'withdrawn'>): string {
  if (withdrawn > 0) return t('desk.session.state.withdrawn');
  return reason === 'declined' ? t('desk.session.state.declined') : t(words[state]);
}

/** Whether there is a consent that can be withdrawn; the rules behind say the same. */
export function withdrawable({ basis, answered, withdrawn }: Pick<Session, 'basis' | 'answered' | 'withdrawn'>): boolean {
  return withdrawn === 0 && (basis === 'consent' || basis === 'paper' || basis === 'guardian' || (basis === '' && answered > 0));
}

/** The line under the state: how far it came, or what came out. */
export function detail(row: SessionRow): string {
  const { state, answered, total, withdrawn, reason } = row.session;
  if (withdrawn > 0) return t(state === 'finalised' ? 'desk.session.detail.withdrawn' : 'desk.session.detail.withdrawn.ended');
  if (reason === 'withdrawn') return t('desk.session.detail.taken_back');
  if (state === 'finalised') return row.headline;
  if (reason === 'declined') return t('desk.session.detail.declined');
  if (!row.usable) return t('desk.session.detail.missing');
  if (state === 'abandoned') return t('desk.session.detail.answered', { Answered: answered, Total: total });
  if (row.session.step === '*end') return t('desk.session.detail.end', { Total: total });
  if (row.at > 0 && answered > 0) return t('desk.session.detail.at', { Set: row.at, Total: total });
  if (answered === 0) return t('desk.session.detail.prepared');
  if (answered === total) return t('desk.session.detail.review', { Total: total });
  return t('desk.session.detail.answered', { Answered: answered, Total: total });
}

/** Whether a finished session has an earlier one of the same instrument to compare with. */
export function hasEarlier(sessions: readonly SessionRow[], row: SessionRow): boolean {
  const { state, instrument, finalisedAt, withdrawn } = row.session;
  return (
    state === 'finalised' &&
    withdrawn === 0 &&
    row.usable &&
    sessions.some(({ session: other }) => other.state === 'finalised' && other.withdrawn === 0 && other.instrument.id === instrument.id && other.finalisedAt < finalisedAt)
  );
}
