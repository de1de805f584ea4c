/**
 * Geometry of the learning space: a field of regions cut by two scores, the
 * measured point and its joint error. One unit is the same length both ways.
 */
import { px, textWidth, wrap } from './measure';
import { contour } from './contours';
import { meets } from './meeting';
import { ascent, linesHigh, linesWide, place, type Cell, type Drawn, type Placed } from './names';
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
  /** A later result that an arrow leads to. */
  later?: Point;
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
  anchor: Anchor;
  /** From one line of the name to the next. */
  lead: number;
  value: Point;
  valueAnchor: Anchor;
  /** The boxes of the words, and of these the ones that clear what would run through them. */
  words: Box[];
  clear: Box[];
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
/** The lines of one broken name stand closer. */
const brokenHeight = 14;
/** Serif names are set a little closer than the estimate. */
const narrowed = 0.95;
const arm = 11;

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
  const later = data.later && { x: px(frame.x + data.later.x * unit), y: px(frame.y + data.later.y * unit) };
  const lines: Drawn = {
    rims: ellipses.map((e) => ({ ...point, rx: e.rx, ry: e.ry })),
    marks: later ? [point, later] : [point],
    lines: later ? [{ x1: point.x, y1: point.y, x2: later.x, y2: later.y }] : cross(point),
  };
  const drawn: SpaceGeometry = {
    width: 640,
    height: bottom + 34,
    frame,
    unit,
    verticals,
    horizontals,
    regions: data.cells.map((cell) => region(cell, frame, unit, columns, rows, lines)),
    point,
    ellipses,
    contours: [],
  };
  data.ellipses.forEach((e, i) => {
    const at = contour(drawn, i, e.label);
    drawn.contours.push({ ...at, washed: drawn.regions.find((r) => r.class === regionAt(drawn, at))?.likeliest ?? false });
  });
  return drawn;
}

function fits(cell: CellData, columns: number, unit: number): boolean {
  const room = (cell.right - cell.left) * unit - (cell.column > 0 && cell.column < columns - 1 ? 4 : 2 * inset);
  return textWidth(cell.name, nameSize) * narrowed <= room;
}

/** The arms of the mark. */
function cross({ x, y }: Point): Line[] {
  return [
    { x1: x - arm, y1: y, x2: x + arm, y2: y },
    { x1: x, y1: y - arm, x2: x, y2: y + arm },
  ];
}

/**
 * Words of a region hug the frame, so that the middle stays free for the data,
 * and give way to what is drawn there. Name and chances stand together unless
 * the mark leaves room only for each alone.
 */
function region(cell: CellData, frame: Box, unit: number, columns: number, rows: number, drawn: Drawn): Region {
  const box = {
    x: px(frame.x + cell.left * unit),
    y: px(frame.y + cell.top * unit),
    width: px((cell.right - cell.left) * unit),
    height: px((cell.bottom - cell.top) * unit),
  };
  const fit = fits(cell, columns, unit);
  const outside = !fit && (cell.row === 0 || cell.row === rows - 1);
  const lines = fit || outside ? [cell.name] : halves(cell.name);
  const lead = lines.length > 1 ? brokenHeight : lineHeight;
  const at: Cell = { box, column: sideOf(cell.column, columns), row: sideOf(cell.row, rows) };
  const name = { width: linesWide(lines, nameSize) * narrowed, height: linesHigh(lines.length, lead) };
  const value = cell.chances === '' ? undefined : { width: textWidth(`${cell.chances} %`, nameSize), height: linesHigh(1, lead) };
  const { named, valued } = outside ? besideFrame(cell, at, name, value, drawn) : within(at, name, value, drawn);
  const words = [named, valued].filter((w): w is Placed => w !== undefined);
  const inFrame = outside ? words.slice(1) : words;
  return {
    class: cell.class,
    box,
    lines,
    chances: cell.chances,
    strong: cell.strong,
    likeliest: cell.likeliest,
    name: { x: named.x, y: px(named.box.y + ascent) },
    anchor: named.anchor,
    lead,
    value: valued ? { x: valued.x, y: px(valued.box.y + ascent) } : { x: named.x, y: px(named.box.y + ascent) },
    valueAnchor: valued?.anchor ?? named.anchor,
    words: words.map((w) => rounded(w.box)),
    clear: inFrame.filter((w) => w.crossed).map((w) => rounded(w.box)),
    outside,
  };
}

type Size = { width: number; height: number };

/** Name and chances in one block, or each by itself where the block would lie on the mark. */
function within(at: Cell, name: Size, value: Size | undefined, drawn: Drawn): { named: Placed; valued: Placed | undefined } {
  const together = { width: Math.max(name.width, value?.width ?? 0), height: name.height + (value ? lineHeight : 0) };
  const block = place(at, together, drawn);
  if (!value) return { named: block, valued: undefined };
  if (!onMark(block.box, drawn)) {
    const part = (size: Size, y: number): Placed => ({ ...block, box: { ...block.box, x: leftOf(block, size.width), y, ...size } });
    return { named: part(name, block.box.y), valued: part(value, block.box.y + together.height - value.height) };
  }
  const named = place(at, name, drawn);
  return { named, valued: place(at, value, drawn, [named.box]) };
}

function leftOf({ x, anchor }: Placed, width: number): number {
  return x - { start: 0, middle: width / 2, end: width }[anchor];
}

function onMark(box: Box, drawn: Drawn): boolean {
  return drawn.marks.some((mark) => meets(box, { x: mark.x - 5, y: mark.y - 5, width: 10, height: 10 }));
}

/** The name above or under the frame, its chances in the cell. */
function besideFrame(cell: CellData, at: Cell, name: Size, value: Size | undefined, drawn: Drawn): { named: Placed; valued: Placed | undefined } {
  const foot = cell.row === 0 ? at.box.y - 22 : at.box.y + at.box.height + 15;
  const inner = at.column < 0 ? at.box.x + inset : at.column > 0 ? at.box.x + at.box.width - inset - name.width : at.box.x + (at.box.width - name.width) / 2;
  const anchor: Anchor = at.column < 0 ? 'start' : at.column > 0 ? 'end' : 'middle';
  const x = inner + { start: 0, middle: name.width / 2, end: name.width }[anchor];
  return {
    named: { box: { x: inner, y: foot - ascent, ...name }, x: px(x), anchor, crossed: false },
    valued: value && place(at, value, drawn),
  };
}

/** At which end of its row or column a cell lies: -1, 0 or 1. */
function sideOf(index: number, count: number): number {
  if (index === 0) return -1;
  return index === count - 1 ? 1 : 0;
}

function rounded(box: Box): Box {
  return { x: px(box.x), y: px(box.y), width: px(box.width), height: px(box.height) };
}

/** Two lines for a long name without room: at a space if there is one, else with a hyphen in the middle. */
function halves(name: string): string[] {
  const lines = wrap(name, 60, nameSize);
  if (lines.length > 1) return lines;
  const middle = Math.ceil(name.length / 2);
  return [`${name.slice(0, middle)}-`, name.slice(middle)];
}

/** Gives the class in whose box a place lies, "" outside the frame. */
export function regionAt(drawn: SpaceGeometry, place: Point): string {
  const found = drawn.regions.find(
    ({ box }) => place.x >= box.x && place.x <= box.x + box.width && place.y >= box.y && place.y <= box.y + box.height,
  );
  return found?.class ?? '';
}
