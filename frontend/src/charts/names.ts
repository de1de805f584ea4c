/**
 * Where the name of a region and its chances stand in their cell: as they like
 * best where nothing is drawn; else where fewest outlines run through them, and
 * never on the mark of a result.
 */
import { away, crossesLine, crossesRim, grown, meets, type Rim } from './meeting';
import { px, textWidth } from './measure';
import type { Anchor, Box, Line, Point } from './shapes';

/** What words keep clear of. */
export interface Drawn {
  rims: readonly Rim[];
  /** The marks of a result, and the lines that belong to them. */
  marks: readonly Point[];
  lines: readonly Line[];
}

/** Words that stand together, a line under the other. */
export interface Words {
  width: number;
  height: number;
}

/** A cell, and the side of the frame that its words like to hug: -1, 0 or 1 each way. */
export interface Cell {
  box: Box;
  column: number;
  row: number;
}

/** Words as placed: their box, where their lines hang, and whether something runs through them. */
export interface Placed {
  box: Box;
  x: number;
  anchor: Anchor;
  crossed: boolean;
}

/** From the top of a line of words to its foot line, and on to the lowest of its letters. */
export const ascent = 9;
const descent = 3;
const markRadius = 5.5;
const step = 3;

/** How high so many lines are. */
export function linesHigh(lines: number, lead: number): number {
  return lines === 0 ? 0 : ascent + descent + (lines - 1) * lead;
}

/** How wide the widest line is. */
export function linesWide(lines: readonly string[], size: number): number {
  return Math.max(0, ...lines.map((line) => textWidth(line, size)));
}

/** What a place costs by what runs through it; the mark itself counts for most. */
function price(box: Box, drawn: Drawn, taken: readonly Box[]): number {
  const roomy = grown(box, 1.5);
  let cost = 0;
  for (const mark of drawn.marks) cost += 1000 * Math.max(0, 1 - away(box, mark) / markRadius);
  for (const other of taken) cost += meets(box, other) ? 500 : 0;
  for (const rim of drawn.rims) cost += crossesRim(roomy, rim) ? 30 : 0;
  for (const line of drawn.lines) cost += crossesLine(roomy, line) ? 20 : 0;
  return cost;
}

/** The places along one direction: the preferred end first, then the other, then the middle; the middle first without an end. */
function ends(side: number, low: number, high: number): number[] {
  const middle = (low + high) / 2;
  if (side < 0) return [low, high, middle];
  return side > 0 ? [high, low, middle] : [middle, low, high];
}

/** Places words in their cell, clear of other words. */
export function place(cell: Cell, words: Words, drawn: Drawn, taken: readonly Box[] = []): Placed {
  const { box } = cell;
  const insetX = cell.column === 0 ? 4 : 9;
  const lowX = box.x + insetX;
  const highX = Math.max(lowX, box.x + box.width - insetX - words.width);
  const [lowY, highY] = cell.row === 0 ? [box.y + 4, box.y + box.height - 4 - words.height] : [box.y + 11, box.y + box.height - 9 - words.height];
  const wide = words.width > box.width - 2 * insetX;
  const xs = wide ? [box.x + (box.width - words.width) / 2] : ends(cell.column, lowX, highX);
  const ys = ends(cell.row, lowY, highY);
  const anchors = wide ? (['middle'] as const) : sidesOf(cell.column);
  let best: Placed = { box: { ...words, x: lowX, y: lowY }, x: px(lowX), anchor: 'start', crossed: false };
  let least = Infinity;
  const offer = (x: number, y: number, anchor: Anchor, more: number): void => {
    const at = { x, y, width: words.width, height: words.height };
    const through = price(at, drawn, taken);
    if (through + more >= least) return;
    least = through + more;
    const hang = { start: x, middle: x + words.width / 2, end: x + words.width }[anchor];
    best = { box: at, x: px(hang), anchor, crossed: through > 0 };
  };
  xs.forEach((x, i) => ys.forEach((y, j) => offer(x, y, anchors[i] ?? 'middle', i + j / 2)));
  if (least > 8) {
    const [x0, y0] = [xs[0] ?? lowX, ys[0] ?? lowY];
    for (let x = box.x + 2; x <= box.x + box.width - 2 - words.width; x += step) {
      for (let y = box.y + 1; y <= box.y + box.height - 1 - words.height; y += step) offer(x, y, 'middle', 5 + Math.hypot(x - x0, y - y0) / 40);
    }
  }
  return best;
}

/** How words hang at the places of `ends`. */
function sidesOf(side: number): readonly Anchor[] {
  if (side < 0) return ['start', 'end', 'middle'];
  return side > 0 ? ['end', 'start', 'middle'] : ['middle', 'start', 'end'];
}
