import type { KioskItem } from '../../../api';
import { n, number, t } from '../../../i18n';
import type { Act, Choice } from './choice.svelte';

/** The options of an item, in displayed order. */
export function offered(item: KioskItem) {
  return item.choice?.options ?? [];
}

/** How many may be chosen, in a sentence. */
export function bounds(choice: Choice): string {
  const { least, most, size } = choice;
  if (least === most) return n('kiosk.choice.exactly', least);
  if (most < size) {
    return least <= 1 ? n('kiosk.choice.most', most) : t('kiosk.choice.between', { Least: number(least), Most: number(most) });
  }
  return least > 1 ? n('kiosk.choice.least', least) : t('kiosk.choice.any');
}

/** What an act did, to be spoken; "" where the marked option says it already. */
export function said(choice: Choice, act: Act): string {
  if (act === 'full') return n('kiosk.choice.full', choice.most);
  if (act === 'undone') return t('kiosk.answer.undone');
  return act === 'taken' && !choice.many ? t('kiosk.answer.taken') : '';
}

/** What is missing before the next step. */
export function missing(choice: Choice): string {
  if (!choice.many) return t('kiosk.choice.missing');
  if (choice.offersNone) return t('kiosk.choice.missing.none');
  return n('kiosk.choice.missing.more', Math.max(1, choice.least - choice.chosen.length));
}

/** How far the answer is. */
export function count(choice: Choice): string {
  if (!choice.begun) return t('kiosk.answer.open');
  if (!choice.many || choice.none) return t('kiosk.answer.done');
  return n('kiosk.choice.count', choice.chosen.length);
}

/** What is chosen, in words. */
export function summary(item: KioskItem, choice: Choice): string {
  if (choice.none) return t('kiosk.choice.none');
  return choice.chosen.map((position) => offered(item)[position]?.text ?? '').join(' · ');
}
