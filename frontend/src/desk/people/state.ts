import type { SessionRow, SessionState } from '../../api';
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
export function stateWord(state: SessionState): string {
  return t(words[state]);
}

/** The line under the state: how far it came, or what came out. */
export function detail(row: SessionRow): string {
  const { state, answered, total } = row.session;
  if (state === 'finalised') return row.headline;
  if (!row.usable) return t('desk.session.detail.missing');
  if (state === 'abandoned') return t('desk.session.detail.answered', { Answered: answered, Total: total });
  if (row.at > 0 && answered > 0) return t('desk.session.detail.at', { Set: row.at, Total: total });
  if (answered === 0) return t('desk.session.detail.prepared');
  if (answered === total) return t('desk.session.detail.review', { Total: total });
  return t('desk.session.detail.answered', { Answered: answered, Total: total });
}
