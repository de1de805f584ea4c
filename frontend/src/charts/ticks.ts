/** Geometry of the hundred ticks: one per chance in 100, in runs. */
import { px, textWidth } from './measure';

/** A run of equal ticks: "filled", "outlined" or "short". Its label begins with the count. */
export interface TickRunData {
  count: number;
  mark: string;
  label: string;
}

/** One tick as drawn. */
export interface Tick {
  mark: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The words of one run, anchored at a place; the count that they begin with is set apart. */
export interface TickLabel {
  count: string;
  label: string;
  x: number;
  y: number;
  anchor: 'start' | 'end';
}

/** The whole drawing. */
export interface TickGeometry {
  width: number;
  height: number;
  ticks: Tick[];
  labels: TickLabel[];
}

const width = 640;
const pitch = 6.4;
const lineHeight = 17;
const labelSize = 12.5;

/** Lays the runs out in their order, 640 px for a hundred. Empty runs vanish. */
export function tickRow(runs: readonly TickRunData[]): TickGeometry {
  const shown = runs.filter((run) => run.count > 0);
  const ticks: Tick[] = [];
  const labels: TickLabel[] = [];
  shown.forEach((run, i) => {
    const last = i > 0 && i === shown.length - 1;
    const [count = '', rest = run.label] = /^(\d+)(\D.*)$/.exec(run.label)?.slice(1) ?? [];
    labels.push({
      count,
      label: rest,
      x: last ? width : px(pitch * ticks.length),
      y: 34,
      anchor: last ? 'end' : 'start',
    });
    for (let k = 0; k < run.count; k++) ticks.push(tick(run.mark, ticks.length));
  });
  const lines = spreadOut(labels);
  return { width, height: 21 + lineHeight * lines, ticks, labels };
}

function tick(mark: string, index: number): Tick {
  const x = px(pitch * index + 0.5);
  return mark === 'short' ? { mark, x, y: 6, width: 4, height: 6 } : { mark, x, y: 1, width: 4, height: 16 };
}

/** Moves a label that would touch the one before it to a line of its own; gives the number of lines. */
function spreadOut(labels: TickLabel[]): number {
  const ends: number[] = [];
  for (const label of labels) {
    const size = textWidth(label.count + label.label, labelSize);
    if (label.anchor === 'start' && label.x + size > width) {
      label.x = width;
      label.anchor = 'end';
    }
    const from = label.anchor === 'end' ? label.x - size : label.x;
    let line = ends.findIndex((end) => end + 14 <= from);
    if (line < 0) line = ends.length;
    ends[line] = from + size;
    label.y = 34 + lineHeight * line;
  }
  return Math.max(1, ends.length);
}
