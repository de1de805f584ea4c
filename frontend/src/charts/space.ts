/**
 * Geometry of the learning space: a field of regions cut by two scores, the
 * measured point and its joint error. One unit is the same length both ways.
 */
import { px, textWidth, wrap } from './measure';
import type { Anchor, Box, Line, Point } from './shapes';

/** A border line at a place in score units. */
export interface CutData {
  at: number;
  label: string;
}

/** One region in score units from the frame's left and top. */
export interface CellData {
  class: string;
  name: string;
  column: number;
  row: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
  chances: string;
  strong: boolean;
  likeliest: boolean;
}

/** What is drawn, in score units from the frame's left and top. */
export interface SpaceData {
  width: number;
  height: number;
  cutsX: readonly CutData[];
  cutsY: readonly CutData[];
  cells: readonly CellData[];
  x: number;
  y: number;
  ellipses: readonly { level: number; label: string; radiusX: number; radiusY: number }[];
}

/** A region as drawn: its box, and where its name and its chances stand. */
export interface Region {
  class: string;
  box: Box;
  lines: string[];
  chances: string;
  strong: boolean;
  likeliest: boolean;
  name: Point;
  value: Point;
  anchor: Anchor;
  /** The name did not fit between its borders and stands outside the frame. */
  outside: boolean;
}

/** A percentage standing on its contour, with the box that clears the line behind it. */
export interface Contour extends Point {
  label: string;
  knock: Box;
  /** It stands in the washed region. */
  washed: boolean;
}

/** The whole drawing. */
export interface SpaceGeometry {
  width: number;
  height: number;
  frame: Box;
  unit: number;
  verticals: { line: Line; label: string }[];
  horizontals: { line: Line; label: string }[];
  regions: Region[];
  point: Point;
  ellipses: { level: number; rx: number; ry: number }[];
  contours: Contour[];
}

const left = 105.5;
const size = 429;
const inset = 9;
const nameSize = 12;
const lineHeight = 16;

/** Lays the field out, 640 px wide. */
export function space(data: SpaceData): SpaceGeometry {
  const unit = size / Math.max(data.width, data.height);
  const columns = 1 + Math.max(0, ...data.cells.map((c) => c.column));
  const rows = 1 + Math.max(0, ...data.cells.map((c) => c.row));
  const crowded = data.cells.some((c) => c.row === 0 && !fits(c, columns, unit));
  const top = crowded ? 64 : 50;
  const frame = { x: left, y: top, width: px(data.width * unit), height: px(data.height * unit) };
  const right = px(frame.x + frame.width);
  const bottom = px(frame.y + frame.height);
  const verticals = data.cutsX.map((cut) => {
    const x = px(frame.x + cut.at * unit);
    return { line: { x1: x, y1: frame.y, x2: x, y2: bottom }, label: cut.label };
  });
  const horizontals = data.cutsY.map((cut) => {
    const y = px(frame.y + cut.at * unit);
    return { line: { x1: frame.x, y1: y, x2: right, y2: y }, label: cut.label };
  });
  const point = { x: px(frame.x + data.x * unit), y: px(frame.y + data.y * unit) };
  const ellipses = data.ellipses.map((e) => ({ level: e.level, rx: px(e.radiusX * unit), ry: px(e.radiusY * unit) }));
  const drawn: SpaceGeometry = {
    width: 640,
    height: bottom + 34,
    frame,
    unit,
    verticals,
    horizontals,
    regions: data.cells.map((cell) => region(cell, frame, unit, columns, rows)),
    point,
    ellipses,
    contours: [],
  };
  drawn.contours = data.ellipses.map((e, i) => contour(drawn, i, e.label));
  return drawn;
}

function fits(cell: CellData, columns: number, unit: number): boolean {
  const room = (cell.right - cell.left) * unit - (cell.column > 0 && cell.column < columns - 1 ? 4 : 2 * inset);
  return textWidth(cell.name, nameSize) * 0.95 <= room;
}

/** Words of a region hug the frame, so that the middle stays free for the data. */
function region(cell: CellData, frame: Box, unit: number, columns: number, rows: number): Region {
  const box = {
    x: px(frame.x + cell.left * unit),
    y: px(frame.y + cell.top * unit),
    width: px((cell.right - cell.left) * unit),
    height: px((cell.bottom - cell.top) * unit),
  };
  const fit = fits(cell, columns, unit);
  const edge = cell.row === 0 || cell.row === rows - 1;
  const outside = !fit && edge;
  const lines = fit || outside ? [cell.name] : halves(cell.name);
  const column = columnPlace(cell, box, columns);
  const y = outside ? outsideY(cell, box) : insideY(cell, box, rows, lines.length);
  const value = outside ? (cell.row === 0 ? box.y + 20 : box.y + box.height - 12) : y + lineHeight * lines.length;
  return {
    class: cell.class,
    box,
    lines,
    chances: cell.chances,
    strong: cell.strong,
    likeliest: cell.likeliest,
    name: { x: column.x, y: px(y) },
    value: { x: column.x, y: px(value) },
    anchor: column.anchor,
    outside,
  };
}

function columnPlace(cell: CellData, box: Box, columns: number): { x: number; anchor: Anchor } {
  if (cell.column === 0) return { x: px(box.x + inset), anchor: 'start' };
  if (cell.column === columns - 1) return { x: px(box.x + box.width - inset), anchor: 'end' };
  return { x: px(box.x + box.width / 2), anchor: 'middle' };
}

function outsideY(cell: CellData, box: Box): number {
  return cell.row === 0 ? box.y - 22 : box.y + box.height + 15;
}

/** The top row stands at the top, the bottom row at the bottom, the rows between in the middle. */
function insideY(cell: CellData, box: Box, rows: number, lines: number): number {
  const words = lines + (cell.chances === '' ? 0 : 1);
  if (cell.row === 0) return box.y + 20;
  if (cell.row === rows - 1) return box.y + box.height - 12 - lineHeight * (words - 1);
  return box.y + box.height / 2 + 4 - (lineHeight / 2) * (words - 1);
}

/** Two lines for a long name without room: at a space if there is one, else with a hyphen in the middle. */
function halves(name: string): string[] {
  const lines = wrap(name, 60, nameSize);
  if (lines.length > 1) return lines;
  const middle = Math.ceil(name.length / 2);
  return [`${name.slice(0, middle)}-`, name.slice(middle)];
}

/**
 * Puts a percentage on its contour: the innermost at a side, the outer ones on
 * a diagonal, wherever it stands farthest from borders and frame.
 */
function contour(drawn: SpaceGeometry, index: number, label: string): Contour {
  const ellipse = drawn.ellipses[index] ?? { level: 0, rx: 0, ry: 0 };
  const angles = index === 0 ? [0, 1] : [0.25, 1.75, 0.75, 1.25];
  let best = drawn.point;
  let room = -Infinity;
  for (const angle of angles) {
    const at = {
      x: px(drawn.point.x + ellipse.rx * Math.cos(angle * Math.PI)),
      y: px(drawn.point.y + ellipse.ry * Math.sin(angle * Math.PI)),
    };
    const free = roomAt(drawn, at, index > 0);
    if (free > room + 0.01) {
      room = free;
      best = at;
    }
  }
  return {
    ...best,
    label,
    knock: { x: px(best.x - 15), y: px(best.y - 7), width: 30, height: 14 },
    washed: drawn.regions.find((r) => r.class === regionAt(drawn, best))?.likeliest ?? false,
  };
}

function roomAt({ frame, verticals, horizontals }: SpaceGeometry, at: Point, both: boolean): number {
  return Math.min(
    at.x - frame.x,
    frame.x + frame.width - at.x,
    at.y - frame.y,
    frame.y + frame.height - at.y,
    ...verticals.map((v) => Math.abs(v.line.x1 - at.x)),
    ...(both ? horizontals.map((h) => Math.abs(h.line.y1 - at.y)) : []),
  );
}

/** Gives the class in whose box a place lies, "" outside the frame. */
export function regionAt(drawn: SpaceGeometry, place: Point): string {
  const found = drawn.regions.find(
    ({ box }) => place.x >= box.x && place.x <= box.x + box.width && place.y >= box.y && place.y <= box.y + box.height,
  );
  return found?.class ?? '';
}
