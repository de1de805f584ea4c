/**
 * Geometry of an index between two distributions: bars for the norm group,
 * dashed steps for random answering, both on one vertical scale.
 */
import { clamp, px, textWidth } from './measure';
import type { Anchor, Box, Line, Point, TickData } from './shapes';

/** One bin: its ends as fractions of the axis, and two shares 0..1. */
export interface BinData {
  from: number;
  to: number;
  norm: number;
  chance: number;
}

/** What is drawn. */
export interface SpreadData {
  at: number;
  markLabel: string;
  bins: readonly BinData[];
  peak: number;
  ticks: readonly TickData[];
  bounds: readonly TickData[];
  levels: readonly TickData[];
  normLegend: string;
  chanceLegend: string;
}

/** Words beside a shape, with a line that leads to it. */
export interface Legend {
  label: string;
  at: Point;
  lead: Line;
}

/** The whole drawing. */
export interface SpreadGeometry {
  width: number;
  height: number;
  base: number;
  bars: Box[];
  /** The points of the dashed steps, "" without any. */
  steps: string;
  ticks: { x: number; label: string; anchor: Anchor }[];
  bounds: number[];
  levels: { x: number; label: string; anchor: Anchor }[];
  mark: { x: number; y1: number; y2: number; label: string; anchor: Anchor };
  legends: Legend[];
}

const width = 640;
const base = 116;
const tall = 82;

/** Lays the distributions out, 640 px wide. */
export function spread(data: SpreadData): SpreadGeometry {
  const y = (share: number): number => px(base - (data.peak > 0 ? (tall * share) / data.peak : 0));
  return {
    width,
    height: 150,
    base,
    bars: data.bins.flatMap((bin) => (bin.norm > 0 ? [bar(bin, y)] : [])),
    steps: steps(data.bins, y),
    ticks: data.ticks.map((tick) => ({ x: at(tick.at), label: tick.label, anchor: anchor(tick.at) })),
    bounds: data.bounds.map((bound) => at(bound.at)),
    levels: levels(data),
    mark: mark(data),
    legends: [legend(data.bins, 'norm', data.normLegend, y, 0.12), legend(data.bins, 'chance', data.chanceLegend, y, 0.7)].flat(),
  };
}

function at(fraction: number): number {
  return px(width * clamp(fraction, 0, 1));
}

function anchor(fraction: number): Anchor {
  if (fraction <= 0) return 'start';
  return fraction >= 1 ? 'end' : 'middle';
}

function bar(bin: BinData, y: (share: number) => number): Box {
  const top = y(bin.norm);
  return { x: px(at(bin.from) + 0.6), y: top, width: px(at(bin.to) - at(bin.from) - 1.2), height: px(base - top) };
}

function steps(bins: readonly BinData[], y: (share: number) => number): string {
  const first = bins.findIndex((bin) => bin.chance > 0);
  if (first < 0) return '';
  return bins
    .slice(first)
    .map((bin) => `${at(bin.from)},${y(bin.chance)} ${at(bin.to)},${y(bin.chance)}`)
    .join(' ');
}

/** Outer levels stand beside their border, so that long words stay clear of each other. */
function levels(data: SpreadData): SpreadGeometry['levels'] {
  const first = data.bounds[0];
  const last = data.bounds[data.bounds.length - 1];
  return data.levels.map((level, i) => {
    if (i === 0 && first) return { x: px(at(first.at) - 6), label: level.label, anchor: 'end' };
    if (i === data.levels.length - 1 && last) return { x: px(at(last.at) + 6), label: level.label, anchor: 'start' };
    return { x: at(level.at), label: level.label, anchor: 'middle' };
  });
}

/** The words stand on the mark, on the side where there is room. */
function mark(data: SpreadData): SpreadGeometry['mark'] {
  const x = at(data.at);
  const room = textWidth(data.markLabel, 12.5);
  const end = x > room + 4;
  return { x, y1: 22, y2: base, label: data.markLabel, anchor: end ? 'end' : 'start' };
}

/** Words stand left of the first bin that reaches a part of the shape's height, and lead to it. */
function legend(bins: readonly BinData[], kind: 'norm' | 'chance', label: string, y: (share: number) => number, reach: number): Legend[] {
  const highest = Math.max(0, ...bins.map((bin) => bin[kind]));
  const bin = bins.find((b) => b[kind] > 0 && b[kind] >= highest * reach);
  if (!bin || label === '') return [];
  const to = { x: at(bin.from), y: px(y(bin[kind]) + 3) };
  const from = { x: px(Math.max(textWidth(label, 11.5) + 4, to.x - 52)), y: px(to.y - 10) };
  return [{ label, at: { x: px(from.x - 4), y: px(from.y + 3) }, lead: { x1: from.x, y1: from.y, x2: to.x, y2: to.y } }];
}
