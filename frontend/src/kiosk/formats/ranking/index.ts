import { number, t } from '../../../i18n';
import type { Format } from '../answer';
import Control from './Ranking.svelte';
import { Ranking } from './ranking.svelte';
import { missing, orderOf } from './speech';

/** Puts all endings in order. */
export const ranking: Format<Ranking> = {
  state: (item) => new Ranking(item.ranking?.endings.length ?? 0, item.answer.ranks),
  control: Control,
  count: (_, r) => t('kiosk.rank.count', { Placed: number(r.placed), Size: number(r.size) }),
  missing: (item, r) => missing(orderOf(item), r),
  summary: (item, r) => {
    const { endings } = orderOf(item);
    const first = r.places[0] ?? null;
    if (!r.complete || first === null) {
      return r.begun ? t('kiosk.review.placed', { Placed: number(r.placed), Size: number(r.size) }) : '';
    }
    return t('kiosk.review.first', { Ending: endings[first] ?? '' });
  },
  asks: (item, r) => {
    const place = orderOf(item).places[r.next];
    return place === undefined ? '' : `${number(place.rank)}\u2002${place.word}`;
  },
};
