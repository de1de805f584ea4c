import { n, t } from '../../../i18n';
import type { Format } from '../answer';
import Control from './Text.svelte';
import { Words } from './text.svelte';

/** Free text. */
export const words: Format<Words> = {
  state: (item) => new Words(item.text?.maxLength ?? 0, item.answer),
  control: Control,
  count: (_, w) => (w.complete ? t('kiosk.answer.done') : t('kiosk.answer.open')),
  missing: (_, w) => (w.left < 0 ? n('kiosk.text.over', -w.left) : t('kiosk.text.missing')),
  summary: (_, w) => (w.sealed ? t('kiosk.text.sealed') : w.complete ? w.text : ''),
};
