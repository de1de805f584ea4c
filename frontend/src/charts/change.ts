/**
 * Geometry of a change: two points on the field with the error of their
 * difference around the first, and differences on one scale around no change.
 */
import { clamp, px, textWidth } from './measure';
import { away, crossesLine, crossesRim, grown, inside, meets, type Rim } from './meeting';
import type { Anchor, Box, Line, Point, TickData } from './shapes';
import { space, type SpaceData, type SpaceGeometry } from './space';

/** The field with the earlier point in `grid`, and the later one in the same units. */
export interface FieldData {
  grid: SpaceData;
  x: number;
  y: number;
  from: string;
  to: string;
}

/** A point with its words beside it. */
export interface Marked extends Point {
  label: string;
  words: Point;
  anchor: Anchor;
}

/** The field as drawn. */
export interface FieldGeometry {
  space: SpaceGeometry;
  earlier: Marked;
  later: Marked;
  /** From the first point to just before the second; undefined where they touch. */
  arrow: Line | undefined;
  head: string;
}

const beside = 12;
const corner = 6;
const size = 12;
const gap = 8;
const wing = 3.5;
const markRadius = 5.5;

/** What lies on the field where words could stand. */
interface Ground {
  frame: Box;
  cuts: Line[];
  rims: Rim[];
  arrow: Line;
  marks: Point[];
}

/** Lays both points out over the space. */
export function field(data: FieldData): FieldGeometry {
  const drawn = space({ ...data.grid, later: { x: data.x, y: data.y } });
  const first = drawn.point;
  const second = { x: px(drawn.frame.x + data.x * drawn.unit), y: px(drawn.frame.y + data.y * drawn.unit) };
  const ground: Ground = {
    frame: drawn.frame,
    cuts: [...drawn.verticals, ...drawn.horizontals].map((cut) => cut.line),
    rims: drawn.ellipses.map((e) => ({ ...first, rx: e.rx, ry: e.ry })),
    arrow: { x1: first.x, y1: first.y, x2: second.x, y2: second.y },
    marks: [first, second],
  };
  const names = drawn.regions.flatMap((r) => r.words);
  const later = marked(second, data.to, ground, names);
  const earlier = marked(first, data.from, ground, [...names, wordBox(data.to, { ...later.words, anchor: later.anchor })]);
  return { space: drawn, earlier, later, ...arrow(first, second) };
}

interface Spot extends Point {
  anchor: Anchor;
}

/** Places all around a point, in steps. */
function around(at: Point, label: string): Spot[] {
  const { width } = wordBox(label, { ...at, anchor: 'start' });
  const out: Spot[] = [];
  for (let dx = -width - 61; dx <= 60; dx += 6) {
    for (let dy = -60; dy <= 75; dy += 5) out.push({ x: at.x + dx, y: at.y + dy, anchor: 'start' });
  }
  return out.filter((spot) => away(wordBox(label, spot), at) >= 6);
}

/** The box of a point's words; digits are a little wider than the estimate. */
export function wordBox(words: string, at: Spot): Box {
  const width = 1.07 * textWidth(words, size);
  const back = { start: 0, middle: width / 2, end: width }[at.anchor];
  return { x: at.x - back, y: at.y - 11, width, height: 15 };
}

/**
 * Words stand right of their point, or left of it, above or under it, or at one
 * of its corners, where fewest lines run through them; where an arrow or a mark
 * lies at all of these, wherever near it is free. The head of the arrow is wider
 * than its line.
 */
function marked(at: Point, label: string, ground: Ground, taken: readonly Box[]): Marked {
  const { frame } = ground;
  const low = (y: number): number => clamp(y, frame.y + 14, frame.y + frame.height - 7);
  const spots: Spot[] = [
    { x: at.x + beside, y: low(at.y + 4), anchor: 'start' },
    { x: at.x - beside, y: low(at.y + 4), anchor: 'end' },
    { x: at.x, y: at.y - beside, anchor: 'middle' },
    { x: at.x, y: at.y + beside + 9, anchor: 'middle' },
    { x: at.x + corner, y: at.y - beside, anchor: 'start' },
    { x: at.x - corner, y: at.y - beside, anchor: 'end' },
    { x: at.x + corner, y: at.y + beside + 9, anchor: 'start' },
    { x: at.x - corner, y: at.y + beside + 9, anchor: 'end' },
  ];
  const price = (spot: Spot): number => {
    const box = wordBox(label, spot);
    const covered = ground.marks.filter((mark) => away(box, mark) < markRadius).length;
    const lines = ground.cuts.filter((cut) => crossesLine(box, cut)).length + ground.rims.filter((rim) => crossesRim(box, rim)).length;
    const struck = crossesLine(grown(box, wing), ground.arrow) ? 1 : 0;
    return (inside(box, frame) ? 0 : 100) + 40 * covered + 30 * struck + 20 * taken.filter((other) => meets(box, other)).length + 4 * lines;
  };
  let best: Spot = { ...at, anchor: 'start' };
  let least = Infinity;
  const offer = (spot: Spot, more: number): void => {
    const cost = price(spot) + more;
    if (cost < least) [best, least] = [spot, cost];
  };
  spots.forEach((spot, i) => { offer(spot, i / 2); });
  if (least >= 20) for (const spot of around(at, label)) offer(spot, 4 + away(wordBox(label, spot), at) / 4);
  return { ...at, label, words: { x: px(best.x), y: px(best.y) }, anchor: best.anchor };
}

function arrow(from: Point, to: Point): { arrow: Line | undefined; head: string } {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy);
  if (length < 3 * gap) return { arrow: undefined, head: '' };
  const [ux, uy] = [dx / length, dy / length];
  const end = { x: to.x - ux * gap, y: to.y - uy * gap };
  const tip = (side: number): string => `${px(end.x - ux * 8 - uy * side)},${px(end.y - uy * 8 + ux * side)}`;
  return {
    arrow: { x1: px(from.x + ux * 5), y1: px(from.y + uy * 5), x2: px(end.x - ux * 6), y2: px(end.y - uy * 6) },
    head: `${px(end.x)},${px(end.y)} ${tip(wing)} ${tip(-wing)}`,
  };
}

/** One difference, as fractions 0..1 of the scale. */
export interface AxisData {
  at: number;
  low: number;
  high: number;
  missing: string;
}

/** One difference as drawn: the row's middle, the point and the ends of its error. */
export interface AxisRow {
  top: number;
  y: number;
  at: number;
  low: number;
  high: number;
  empty: boolean;
}

/** All differences as drawn. */
export interface AxesGeometry {
  width: number;
  height: number;
  top: number;
  bottom: number;
  zero: number;
  rows: AxisRow[];
  ticks: { x: number; label: string }[];
}

const left = 210;
const length = 310;
const row = 46;
const head = 30;

/** The place of a fraction of the scale. */
export function changeX(fraction: number): number {
  return px(left + length * clamp(fraction, 0, 1));
}

/** Lays the differences out, 640 px wide, a row each. */
export function changeAxes(axes: readonly AxisData[], ticks: readonly TickData[]): AxesGeometry {
  const bottom = head + row * axes.length;
  return {
    width: 640,
    height: bottom + 26,
    top: head,
    bottom,
    zero: changeX(0.5),
    rows: axes.map((a, i) => ({
      top: head + row * i,
      y: head + row * (i + 0.5),
      at: changeX(a.at),
      low: changeX(a.low),
      high: changeX(a.high),
      empty: a.missing !== '',
    })),
    ticks: ticks.map((t) => ({ x: changeX(t.at), label: t.label })),
  };
}
