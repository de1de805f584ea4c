import { arrowOf, digitOf, isClear, isEnter, type Key, type Way } from '../keyboard';
import type { Ranking } from './ranking.svelte';

/** What a key on an ending means; null for a key without a function. */
export type KeyAct =
  | { do: 'rank'; rank: number }
  | { do: 'move'; step: -1 | 1 }
  | { do: 'take' }
  | { do: 'enter' }
  | { do: 'go'; way: Way };

/** The part of an ending that has the focus. */
export type Part = 'ending' | 'up' | 'down';

/** Reads a key pressed on an ending of a ranking of that size. */
export function keyAct(ev: Key, size: number): KeyAct | null {
  if (ev.altKey && !ev.ctrlKey && !ev.metaKey && !ev.shiftKey) {
    if (ev.key === 'ArrowUp') return { do: 'move', step: -1 };
    return ev.key === 'ArrowDown' ? { do: 'move', step: 1 } : null;
  }
  if (isEnter(ev)) return { do: 'enter' };
  if (isClear(ev)) return { do: 'take' };
  const rank = digitOf(ev);
  if (rank >= 1 && rank <= size) return { do: 'rank', rank };
  const way = arrowOf(ev);
  return way === null ? null : { do: 'go', way };
}

/**
 * Where an arrow leads. It goes by place, not by pixels, so that it is right in
 * the middle of a movement too; among the open endings by columns of the tray.
 */
export function arrow(
  ranking: Ranking,
  ending: number,
  part: Part,
  way: Way,
  columns: number,
): { ending: number; part: Part } | null {
  const sideways = way === 'Before' || way === 'After';
  const step = way === 'Before' || way === 'Up' ? -1 : 1;
  const placed = ranking.places.filter((x) => x !== null);
  if (ranking.where(ending) < 0) {
    const to = sideways
      ? besideInTray(ranking.open, ending, step)
      : acrossRows(ranking.open, ending, step, columns);
    const up = way === 'Up' ? placed.at(-1) : undefined;
    return found(to ?? up, 'ending');
  }
  if (sideways) {
    const parts: Part[] = ['ending', 'up', 'down'];
    const next = parts[parts.indexOf(part) + step];
    return next === undefined ? null : { ending, part: next };
  }
  const to = placed[placed.indexOf(ending) + step];
  return found(to ?? (step > 0 ? ranking.open[0] : undefined), 'ending');
}

function found(ending: number | undefined, part: Part) {
  return ending === undefined ? null : { ending, part };
}

function besideInTray(open: number[], ending: number, step: number): number | undefined {
  return open[open.indexOf(ending) + step];
}

/** The nearest open ending of another row, the nearest column first. */
function acrossRows(open: number[], ending: number, step: number, columns: number): number | undefined {
  const row = (e: number) => Math.floor(e / columns);
  const distance = (e: number) =>
    Math.abs(row(e) - row(ending)) * columns + Math.abs((e % columns) - (ending % columns));
  return open
    .filter((e) => (row(e) - row(ending)) * step > 0)
    .sort((a, b) => distance(a) - distance(b))[0];
}
