/** Geometry of percentile bars: one row per score, a common axis of 300 px. */
import { clamp, px } from './measure';
import type { TickData } from './shapes';

/** An interval, ends as fractions 0..1 of the axis; a clamped end lies outside the norm's table. */
export interface SpanData {
  low: number;
  high: number;
  lowClamped: boolean;
  highClamped: boolean;
}

/** One row; `missing` is why it has no bar, "" if it has one. */
export interface BarData {
  missing: string;
  at: number;
  band68: SpanData;
  band95: SpanData;
}

/** A block on the axis. */
export interface Block {
  x: number;
  width: number;
}

/** One row as drawn; `y` is its middle line. */
export interface BarRow {
  top: number;
  y: number;
  end: number;
  band68: Block;
  band95: Block;
  /** Where a dashed edge says that the band goes on beyond the norm's table. */
  open: number[];
  empty: boolean;
}

/** The whole drawing. */
export interface BarGeometry {
  width: number;
  height: number;
  left: number;
  top: number;
  bottom: number;
  ticks: { x: number; label: string }[];
  middle: { x: number; label: string };
  /** The right edges of the columns of numbers. */
  columns: { raw: number; percentile: number; band: number };
  rows: BarRow[];
}

const left = 172;
const length = 300;
const head = 34;
const rowHeight = 46;

/** Gives the place of a fraction of the axis, in pixels. */
export function barX(fraction: number): number {
  return px(left + length * clamp(fraction, 0, 1));
}

/** Lays the rows out, 640 px wide. */
export function bars(rows: readonly BarData[], ticks: readonly TickData[], middle: TickData): BarGeometry {
  const bottom = head + rowHeight * rows.length;
  return {
    width: 640,
    height: bottom + 30,
    left,
    top: head - 4,
    bottom,
    ticks: ticks.map((tick) => ({ x: barX(tick.at), label: tick.label })),
    middle: { x: barX(middle.at), label: middle.label },
    columns: { raw: 510, percentile: 582, band: 640 },
    rows: rows.map((row, i) => ({
      top: head + rowHeight * i,
      y: head + rowHeight * (i + 0.5),
      end: barX(row.at),
      band68: block(row.band68),
      band95: block(row.band95),
      open: open([row.band68, row.band95]),
      empty: row.missing !== '',
    })),
  };
}

function block(span: SpanData): Block {
  const x = barX(span.low);
  return { x, width: px(barX(span.high) - x) };
}

/** The clamped ends, each place once: the ends of both bands often meet there. */
function open(spans: readonly SpanData[]): number[] {
  const ends = spans.flatMap((span) => [...(span.lowClamped ? [barX(span.low)] : []), ...(span.highClamped ? [barX(span.high)] : [])]);
  return [...new Set(ends)];
}
