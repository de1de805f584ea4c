import type { Remains } from '../../api';
import { date, n, t } from '../../i18n';
import { when } from '../backup/backups.svelte';

const places = { here: 'desk.remains.here', second: 'desk.remains.second', replaced: 'desk.remains.replaced' } as const;
const lines = { here: 'desk.remains.line.here', second: 'desk.remains.line.second', replaced: 'desk.remains.line.replaced' } as const;
type Place = keyof typeof places;

/** The days from one moment to another, in words. */
function days(from: number, to: number): string {
  const [first, last] = [date(from), date(to)];
  return first === last ? last : t('desk.remains.days', { From: first, To: last });
}

/** Which backups hold somebody, and until when, a sentence each. */
export function sentences({ copies, gone, newest, away, making }: Remains): string[] {
  const out: string[] = [];
  for (const place of Object.keys(places) as Place[]) {
    const of = copies.filter((copy) => copy.place === place);
    const [last, first] = [of[0], of.at(-1)];
    if (last && first) out.push(n(places[place], of.length, { Days: days(first.at, last.at) }));
  }
  if (copies.length === 0) out.push(t('desk.remains.none'));
  else if (newest > 0) out.push(n('desk.remains.newest', newest, { Date: date(gone) }));
  else if (gone > 0) out.push(t('desk.remains.gone', { Date: date(gone) }));
  if (away) out.push(t('desk.remains.away'));
  if (making) out.push(t('desk.remains.making'));
  return out;
}

/** One copy in the list of them. */
export function line({ place, at }: Remains['copies'][number]): string {
  return t(lines[place as Place], { When: when(at) });
}
