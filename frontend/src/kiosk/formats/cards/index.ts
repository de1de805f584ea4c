import { number, t } from '../../../i18n';
import type { Format } from '../answer';
import Control from './Cards.svelte';
import { Sort } from './sort.svelte';
import { dealt, missing, summary } from './words';

/** Cards that go into columns with fixed numbers of places. */
export const cards: Format<Sort> = {
  state: (item) => {
    const { cards: all, columns } = dealt(item);
    const places = columns.map((column) => column.places);
    return new Sort(all.length, places, item.answer.columns);
  },
  control: Control,
  count: (_, sort) => t('kiosk.rank.count', { Placed: number(sort.placed), Size: number(sort.size) }),
  missing: (item, sort) => missing(dealt(item), sort),
  summary,
};
