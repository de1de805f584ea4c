import type { KioskCards, KioskItem } from '../../../api';
import { n, number, t } from '../../../i18n';
import type { Act, Sort } from './sort.svelte';

/** The cards and columns of an item. */
export function dealt(item: KioskItem): KioskCards {
  return item.cards ?? { cards: [], columns: [] };
}

function tally(sort: Sort) {
  return { Placed: number(sort.placed), Size: number(sort.size) };
}

/** The name of a card's button: its text and where it lies. */
export function nameOf({ cards, columns }: KioskCards, sort: Sort, card: number): string {
  const at = sort.where(card);
  const Card = cards[card] ?? '';
  return at === null ? t('kiosk.cards.off', { Card }) : t('kiosk.cards.at', { Card, Word: columns[at]?.word ?? '' });
}

/** A column with how full it is. */
export function columnOf({ columns }: KioskCards, sort: Sort, column: number): string {
  return t('kiosk.cards.column', { Word: columns[column]?.word ?? '', ...filled(sort, column) });
}

export function filled(sort: Sort, column: number) {
  return { Placed: number(sort.cards(column).length), Places: number(sort.places[column] ?? 0) };
}

/** What an act did, in a sentence to be spoken. */
export function said({ cards, columns }: KioskCards, sort: Sort, act: Act): string {
  if (act.did === 'undone') return t('kiosk.rank.said.undone', tally(sort));
  if (act.did === 'full') return t('kiosk.cards.full', { Word: columns[act.column]?.word ?? '' });
  const Card = cards[act.card] ?? '';
  if (act.did === 'taken') return t('kiosk.cards.said.taken', { Card, ...tally(sort) });
  const put = t('kiosk.cards.said.put', { Card, Word: columns[act.column]?.word ?? '', ...tally(sort) });
  const last = act.filled === null ? null : sort.where(act.filled);
  if (act.filled === null || last === null) return put;
  const Word = columns[last]?.word ?? '';
  return `${put} ${t('kiosk.cards.said.filled', { Card: cards[act.filled] ?? '', Word })}`;
}

/** What is missing before the next step. */
export function missing({ columns }: KioskCards, sort: Sort): string {
  const open = columns.findIndex((_, column) => !sort.isFull(column));
  const left = n('kiosk.cards.missing', sort.pile.length);
  return [left, columns[open]?.prompt ?? ''].filter(Boolean).join(' ');
}

/** The two ends of what lies, in words. */
export function summary(item: KioskItem, sort: Sort): string {
  const { cards, columns } = dealt(item);
  if (!sort.begun) return '';
  if (!sort.complete) return t('kiosk.rank.count', tally(sort));
  const end = (column: number) =>
    `${columns[column]?.word ?? ''}: ${sort.cards(column).map((card) => cards[card] ?? '').join(', ')}`;
  return [0, columns.length - 1].map(end).join(' · ');
}
