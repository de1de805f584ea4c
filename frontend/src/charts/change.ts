/**
 * Geometry of a change: two points on the field with the error of their
 * difference around the first, and differences on one scale around no change.
 */
import { clamp, px, textWidth } from './measure';
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
const size = 12;
const gap = 8;

/** Lays both points out over the space. */
export function field(data: FieldData): FieldGeometry {
  const drawn = space(data.grid);
  const first = drawn.point;
  const second = { x: px(drawn.frame.x + data.x * drawn.unit), y: px(drawn.frame.y + data.y * drawn.unit) };
  const cuts = [...drawn.verticals, ...drawn.horizontals].map((cut) => dots(cut.line));
  const names = drawn.regions.flatMap((r) => r.lines.map((line, l) => wordBox(line, { x: r.name.x, y: r.name.y + 16 * l, anchor: r.anchor })));
  const light = [...cuts, ...drawn.ellipses.map((e) => rim(first, e.rx, e.ry))];
  const heavy = [dots({ x1: first.x, y1: first.y, x2: second.x, y2: second.y })];
  const later = marked(second, data.to, drawn.frame, light, heavy, names);
  const earlier = marked(first, data.from, drawn.frame, light, heavy, [...names, wordBox(data.to, { ...later.words, anchor: later.anchor })]);
  return { space: drawn, earlier, later, ...arrow(first, second) };
}

interface Spot extends Point {
  anchor: Anchor;
}

/** Points along a line, close enough to tell whether it runs through words. */
function dots(line: Line): Point[] {
  return Array.from({ length: 101 }, (_, i) => ({ x: line.x1 + ((line.x2 - line.x1) * i) / 100, y: line.y1 + ((line.y2 - line.y1) * i) / 100 }));
}

function rim(centre: Point, rx: number, ry: number): Point[] {
  return Array.from({ length: 180 }, (_, i) => ({ x: centre.x + rx * Math.cos((i * Math.PI) / 90), y: centre.y + ry * Math.sin((i * Math.PI) / 90) }));
}

function wordBox(words: string, at: Spot): Box {
  const width = textWidth(words, size);
  const back = { start: 0, middle: width / 2, end: width }[at.anchor];
  return { x: at.x - back, y: at.y - 11, width, height: 15 };
}

const holds = (box: Box, p: Point): boolean => p.x > box.x && p.x < box.x + box.width && p.y > box.y && p.y < box.y + box.height;
const meets = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Words stand right of their point, or left of it, above or under it, where fewer lines run through them. */
function marked(at: Point, label: string, frame: Box, light: Point[][], heavy: Point[][], taken: Box[]): Marked {
  const spots: Spot[] = [
    { x: at.x + beside, y: at.y + 4, anchor: 'start' },
    { x: at.x - beside, y: at.y + 4, anchor: 'end' },
    { x: at.x, y: at.y - beside, anchor: 'middle' },
    { x: at.x, y: at.y + beside + 9, anchor: 'middle' },
  ];
  const price = (spot: Spot, i: number): number => {
    const box = wordBox(label, spot);
    const inside = box.x >= frame.x && box.x + box.width <= frame.x + frame.width && box.y >= frame.y && box.y + box.height <= frame.y + frame.height;
    const through = (lines: Point[][]): number => lines.filter((line) => line.some((p) => holds(box, p))).length;
    return (inside ? 0 : 100) + 20 * taken.filter((other) => meets(box, other)).length + 12 * through(heavy) + 4 * through(light) + i;
  };
  const prices = spots.map(price);
  const best = spots[prices.indexOf(Math.min(...prices))] ?? { ...at, anchor: 'start' };
  return { ...at, label, words: { x: px(best.x), y: px(clamp(best.y, frame.y + 14, frame.y + frame.height - 7)) }, anchor: best.anchor };
}

function arrow(from: Point, to: Point): { arrow: Line | undefined; head: string } {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy);
  if (length < 3 * gap) return { arrow: undefined, head: '' };
  const [ux, uy] = [dx / length, dy / length];
  const end = { x: to.x - ux * gap, y: to.y - uy * gap };
  const wing = (side: number): string => `${px(end.x - ux * 8 - uy * side)},${px(end.y - uy * 8 + ux * side)}`;
  return {
    arrow: { x1: px(from.x + ux * 5), y1: px(from.y + uy * 5), x2: px(end.x - ux * 6), y2: px(end.y - uy * 6) },
    head: `${px(end.x)},${px(end.y)} ${wing(3.5)} ${wing(-3.5)}`,
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
