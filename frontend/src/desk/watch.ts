import { desk as api, type WatchNotice } from '../api';
import { number, t } from '../i18n';

/** How often the desk looks whether a limit is passed, in milliseconds. */
const period = 60_000;

/** The sentence of a limit that is passed. */
export function noticeText(notice: WatchNotice): string {
  const value = number(notice.value, notice.code === 'errors' && notice.value < 10 ? 1 : 0);
  switch (notice.code) {
    case 'slow':
      return t('diag.notice.slow', { Name: notice.name, Value: value });
    case 'errors':
      return t('diag.notice.errors', { Name: notice.name, Value: value });
    case 'wal':
      return t('diag.notice.wal', { Value: value });
    case 'reserve':
      return t('diag.notice.reserve', { Value: value });
    default:
      return t('diag.notice.disk', { Value: value });
  }
}

/**
 * Tells the limits that are passed now and every minute, until it is stopped.
 * A failure tells nothing: the act that a person does next will say it.
 */
export function watching(tell: (notices: WatchNotice[]) => void): () => void {
  const look = (): void => {
    api.diagnostics().then(
      (seen) => tell(seen.notices),
      () => undefined,
    );
  };
  look();
  const timer = setInterval(look, period);
  return () => clearInterval(timer);
}
