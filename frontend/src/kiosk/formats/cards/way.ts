import type { Way } from '../keyboard';
import type { Sort } from './sort.svelte';

/**
 * Where an arrow leads from a card, null for nowhere. Inside the columns up and
 * down go through a column, before and after to the column beside; on the pile
 * they go by its rows of `width` homes, which every card keeps.
 */
export function besideCard(sort: Sort, card: number, way: Way, width: number): number | null {
  const step = way === 'Before' || way === 'Up' ? -1 : 1;
  const column = sort.where(card);
  if (column === null) return onPile(sort, card, way, step, width);
  const mine = sort.cards(column);
  const row = mine.indexOf(card);
  if (way === 'Up' || way === 'Down') return mine[row + step] ?? (step > 0 ? (sort.pile[0] ?? null) : null);
  for (let next = column + step; next >= 0 && next < sort.places.length; next += step) {
    const there = sort.cards(next);
    const to = there[Math.min(row, there.length - 1)];
    if (to !== undefined) return to;
  }
  return null;
}

function onPile(sort: Sort, card: number, way: Way, step: number, width: number): number | null {
  const { pile } = sort;
  if (way === 'Before' || way === 'After') return pile[pile.indexOf(card) + step] ?? null;
  const row = (c: number) => Math.floor(c / width);
  const far = (c: number) => Math.abs(row(c) - row(card)) * width + Math.abs((c % width) - (card % width));
  const next = pile.filter((c) => (row(c) - row(card)) * step > 0).sort((a, b) => far(a) - far(b))[0];
  if (next !== undefined || step > 0) return next ?? null;
  // Above the pile lie the columns: the one over this home first, then the nearest that has cards.
  const columns = sort.places.map((_, c) => c).filter((c) => sort.cards(c).length > 0);
  const over = columns.sort((a, b) => Math.abs(a - (card % width)) - Math.abs(b - (card % width)))[0];
  return over === undefined ? null : (sort.cards(over).at(-1) ?? null);
}
