import type { Given, KioskItem } from '../api';
import { NOTHING } from './formats/answer';

/** What an answer says, in the item's own words: both ends of an order, or the one answer. */
export interface SaidBack {
  Most: string;
  Least: string;
  Answer: string;
}

/** The words of a practice answer that its check says back. */
export function saidBack(item: KioskItem, given: Given): SaidBack {
  const { ranking, cards, choice, number } = item;
  if (ranking !== undefined) {
    const at = (rank: number) => ranking.endings[given.ranks.indexOf(rank)] ?? '';
    return { Most: at(ranking.endings.length), Least: at(1), Answer: '' };
  }
  if (cards !== undefined) {
    const column = (index: number) => cards.cards.filter((_, i) => given.columns[i] === index).join(', ');
    return { Most: column(0), Least: column(cards.columns.length - 1), Answer: '' };
  }
  if (choice !== undefined) {
    return { Most: '', Least: '', Answer: given.chosen.map((index) => choice.options[index]?.text ?? '').join(', ') };
  }
  return { Most: '', Least: '', Answer: number === undefined ? given.text : [given.number, number.unit].join(' ').trim() };
}

/** The words at the two ends of what is asked for; null where there are none. */
export function ends(item: KioskItem): { First: string; Last: string } | null {
  const words =
    item.ranking?.places.map((place) => place.word) ??
    item.cards?.columns.map((column) => column.word) ??
    (item.type === 'likert' ? item.choice?.options.filter((option) => !option.apart).map((option) => option.text) : undefined) ??
    (item.number?.low ? [item.number.low, item.number.high] : []);
  const [first, last] = [words[0], words.at(-1)];
  return first === undefined || last === undefined ? null : { First: first, Last: last };
}

/** The same order from the other end; null for an answer that has no order, or columns of different sizes. */
export function turned(item: KioskItem, given: Given): Given | null {
  const { ranking, cards } = item;
  if (ranking !== undefined) {
    return { ...NOTHING, ranks: given.ranks.map((rank) => ranking.endings.length + 1 - rank) };
  }
  const places = cards?.columns.map((column) => column.places) ?? [];
  if (places.length === 0 || places.join() !== places.toReversed().join()) return null;
  return { ...NOTHING, columns: given.columns.map((column) => places.length - 1 - column) };
}

/** Where an answer lies between the two ends: below 0, above 0, or 0 in the middle; null without a direction. */
function side(item: KioskItem, given: Given): number | null {
  const { choice, number } = item;
  if (item.type === 'likert' && choice !== undefined) {
    const scale = choice.options.filter((option) => !option.apart).length;
    const at = given.chosen[0];
    return at === undefined || at >= scale ? null : at - (scale - 1) / 2;
  }
  if (item.type !== 'slider' || number === undefined) return null;
  return Number(given.number) - (Number(number.min) + Number(number.max)) / 2;
}

/** Whether two answers go in opposite directions: what stood at one end stands at the other. */
export function opposite(item: KioskItem, first: Given, last: Given): boolean {
  const swapped = (top: number, bottom: number, a: number[], b: number[]) =>
    a.some((value, i) => value === top && b[i] === bottom) && a.some((value, i) => value === bottom && b[i] === top);
  if (item.ranking !== undefined) return swapped(item.ranking.endings.length, 1, first.ranks, last.ranks);
  if (item.cards !== undefined) return swapped(0, item.cards.columns.length - 1, first.columns, last.columns);
  const [a, b] = [side(item, first), side(item, last)];
  return a !== null && b !== null && a * b < 0;
}
