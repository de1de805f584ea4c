/**
 * Geometry of the kite: axes of percentiles around a centre, equal scale on
 * every axis; the outline counts, not the area.
 */
import { px } from './measure';
import type { Line, Point, TickData } from './shapes';

/** One axis; lengths are fractions 0..1 of the outer ring's radius. */
export interface KiteAxisData {
  style: number;
  dirX: number;
  dirY: number;
  at: number;
  low: number;
  high: number;
  /** An end of the error that lies outside the norm's table. */
  lowClamped: boolean;
  highClamped: boolean;
}

/** What is drawn. */
export interface KiteData {
  axes: readonly KiteAxisData[];
  rings: readonly TickData[];
  /** The quarter (±1) in which the ring numerals stand free. */
  diagonalX: number;
  diagonalY: number;
  /** Fractions of an earlier occasion along the axes; empty for none. */
  earlier: readonly number[];
}

/** One axis as drawn: the line, the vertex, the error block and its two ends. */
export interface KiteAxis {
  style: number;
  line: Line;
  vertex: Point;
  band: Line;
  ends: (Line & { open: boolean })[];
}

/** The whole drawing. */
export interface KiteGeometry {
  width: number;
  height: number;
  centre: Point;
  radius: number;
  rings: { r: number; label: string; at: Point; outer: boolean }[];
  axes: KiteAxis[];
  /** The points of the outline. */
  outline: string;
  /** Those of the earlier occasion, '' without. */
  earlier: string;
}

const above = 44;
const below = 46;
const halfTick = 5;
/** An open tick is often under the vertex, so it reaches out of it. */
const halfOpen = 11;

/** Lays the kite out for a radius and a margin at either side, in pixels. */
export function kite(data: KiteData, radius = 92, side = 108): KiteGeometry {
  const centre = { x: radius + side, y: above + radius };
  const axes = data.axes.map((a) => axis(a, centre, radius));
  return {
    width: 2 * (radius + side),
    height: above + 2 * radius + below,
    centre,
    radius,
    rings: data.rings.map((ring) => ({
      r: px(radius * ring.at),
      label: ring.label,
      at: numeral(ring.at * radius, centre, data),
      outer: ring.at === 1,
    })),
    axes,
    outline: axes.map((a) => `${a.vertex.x},${a.vertex.y}`).join(' '),
    earlier: data.earlier.map((at, i) => corner(data.axes[i], at, centre, radius)).join(' '),
  };
}

function axis(data: KiteAxisData, centre: Point, radius: number): KiteAxis {
  const along = (fraction: number): Point => ({
    x: px(centre.x + data.dirX * radius * fraction),
    y: px(centre.y + data.dirY * radius * fraction),
  });
  const low = along(data.low);
  const high = along(data.high);
  return {
    style: data.style,
    line: join(centre, along(1)),
    vertex: along(data.at),
    band: join(low, high),
    ends: [
      { ...crossbar(low, data, data.lowClamped), open: data.lowClamped },
      { ...crossbar(high, data, data.highClamped), open: data.highClamped },
    ],
  };
}

/** The corner of an outline at a fraction of its axis. */
function corner(data: KiteAxisData | undefined, at: number, centre: Point, radius: number): string {
  return `${px(centre.x + (data?.dirX ?? 0) * radius * at)},${px(centre.y + (data?.dirY ?? 0) * radius * at)}`;
}

function join(a: Point, b: Point): Line {
  return { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
}

/** A short line across the axis. */
function crossbar(at: Point, data: KiteAxisData, open: boolean): Line {
  const half = open ? halfOpen : halfTick;
  const dx = data.dirY * half;
  const dy = data.dirX * half;
  return { x1: px(at.x - dx), y1: px(at.y - dy), x2: px(at.x + dx), y2: px(at.y + dy) };
}

/** Numerals run along the diagonal of the free quarter; 4 px put their middle on the ring. */
function numeral(r: number, centre: Point, data: KiteData): Point {
  return {
    x: px(centre.x + data.diagonalX * r * Math.SQRT1_2),
    y: px(centre.y + data.diagonalY * r * Math.SQRT1_2 + 4),
  };
}
