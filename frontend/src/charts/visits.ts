/**
 * Geometry of the regions visited: equal cells in the order of the learning
 * space (classes, not a metric space), situation numbers in circles.
 */
import { px, textWidth } from './measure';
import type { Box, Line, Point } from './shapes';

/** One class with the numbers of its situations. */
export interface VisitCellData {
  class: string;
  name: string;
  column: number;
  row: number;
  numbers: readonly number[];
}

/** What is drawn. */
export interface VisitData {
  columns: number;
  rows: number;
  map: readonly VisitCellData[];
}

/** One cell as drawn; every mark is a number in a circle. */
export interface VisitCell {
  class: string;
  box: Box;
  name: string;
  at: Point;
  marks: { n: number; at: Point }[];
}

/** The whole drawing. */
export interface VisitGeometry {
  width: number;
  height: number;
  radius: number;
  cells: VisitCell[];
  cuts: Line[];
  frame: Box;
}

const radius = 10.5;
const perRow = 3;
const nameSize = 12;

/** Lays equal cells out, as wide as the longest name needs, 80 × 66 px at least. */
export function visits(data: VisitData): VisitGeometry {
  const width = Math.max(80, ...data.map.map((c) => Math.ceil(textWidth(c.name, nameSize) * 0.95 + 14)));
  const tallest = Math.max(1, ...data.map.map((c) => Math.ceil(c.numbers.length / perRow)));
  const height = 66 + (tallest - 1) * 23;
  const frame = { x: 1, y: 1, width: data.columns * width, height: data.rows * height };
  return {
    width: frame.width + 2,
    height: frame.height + 2,
    radius,
    cells: data.map.map((cell) => visit(cell, width, height)),
    cuts: cuts(frame, data.columns, data.rows),
    frame,
  };
}

/** Circles stand at the bottom of their cell, three in a row. */
function visit(cell: VisitCellData, width: number, height: number): VisitCell {
  const box = { x: 1 + cell.column * width, y: 1 + cell.row * height, width, height };
  const rows = Math.ceil(cell.numbers.length / perRow);
  return {
    class: cell.class,
    box,
    name: cell.name,
    at: { x: box.x + 8, y: box.y + 17 },
    marks: cell.numbers.map((n, i) => ({
      n,
      at: {
        x: px(box.x + 18.5 + (i % perRow) * 22.5),
        y: px(box.y + box.height - 19 - (rows - 1 - Math.floor(i / perRow)) * 23),
      },
    })),
  };
}

function cuts(frame: Box, columns: number, rows: number): Line[] {
  const lines: Line[] = [];
  for (let c = 1; c < columns; c++) {
    const x = frame.x + (c * frame.width) / columns;
    lines.push({ x1: x, y1: frame.y, x2: x, y2: frame.y + frame.height });
  }
  for (let r = 1; r < rows; r++) {
    const y = frame.y + (r * frame.height) / rows;
    lines.push({ x1: frame.x, y1: y, x2: frame.x + frame.width, y2: y });
  }
  return lines;
}
