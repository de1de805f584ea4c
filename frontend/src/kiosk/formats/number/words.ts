import type { KioskItem } from '../../../api';
import { number, t } from '../../../i18n';
import { decimalText } from './decimal';
import type { Quantity } from './number.svelte';

const MILLION = 1_000_000;

/** A number of millionths as the reader's language writes it. */
export function shown(millionths: number): string {
  const decimals = decimalText(millionths).split('.')[1]?.length ?? 0;
  return number(millionths / MILLION, decimals);
}

/** Decimal text as the reader's language writes it. */
export function localised(text: string): string {
  const [, part = ''] = text.split('.');
  return number(Number(text), part.length);
}

/** The sign before decimals in the reader's language. */
export function mark(): string {
  return number(0.5, 1).replace(/\d/g, '');
}

/** The range in a sentence. */
export function range(q: Quantity): string {
  return t('kiosk.number.range', { Low: shown(q.min), High: shown(q.max) });
}

/** What is wrong with what was typed, in a calm sentence; "" for nothing and for an empty field. */
export function fault(q: Quantity): string {
  const bounds = { Low: shown(q.min), High: shown(q.max) };
  switch (q.fault) {
    case 'form':
      return t('kiosk.number.form', { Example: shown(q.step > 0 ? q.min + q.step : Math.min(q.max, q.min + 12_500_000)) });
    case 'low':
    case 'high':
      return t('kiosk.number.outside', bounds);
    case 'grid':
      return t('kiosk.number.grid', { Step: shown(q.step), Low: shown(q.min), Next: shown(q.min + q.step) });
    default:
      return '';
  }
}

export function missing(q: Quantity): string {
  return fault(q) || t('kiosk.number.missing');
}

export function summary(item: KioskItem, q: Quantity): string {
  if (q.number === null) return '';
  return [localised(q.number), item.number?.unit ?? ''].filter(Boolean).join(' ');
}
