import { t } from '../../../i18n';
import type { Format } from '../answer';
import Entry from './Entry.svelte';
import { Quantity } from './number.svelte';
import Slider from './Slider.svelte';
import { missing, summary } from './words';

/** A number that is typed. */
export const quantity: Format<Quantity> = {
  state: (item) => new Quantity(item.number ?? { min: '0', max: '0', step: '' }, item.answer.number),
  control: Entry,
  count: (_, q) => (q.complete ? t('kiosk.answer.done') : t('kiosk.answer.open')),
  missing: (_, q) => missing(q),
  summary,
};

/** A number set on a line, or typed. */
export const slider: Format<Quantity> = { ...quantity, control: Slider };
