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
  const level = Math.abs(first.y - second.y) < 16;
  const later = marked(second, data.to, drawn.frame, level && second.x < first.x);
  const earlier = marked(first, data.from, drawn.frame, later.anchor === 'start' && level);
  return { space: drawn, earlier, later, ...arrow(first, second) };
}

/** Words stand right of their point, or left of it where asked to or where the frame ends. */
function marked(at: Point, label: string, frame: Box, leftward: boolean): Marked {
  const room = frame.x + frame.width - at.x - beside;
  const left = leftward || textWidth(label, size) > room;
  return { ...at, label, words: { x: px(at.x + (left ? -beside : beside)), y: px(clamp(at.y + 4, frame.y + 14, frame.y + frame.height - 7)) }, anchor: left ? 'end' : 'start' };
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
