/** Whether words meet what is drawn: boxes against lines, ellipses, discs and other words. */
import type { Box, Line, Point } from './shapes';

/** The outline of an ellipse. */
export interface Rim extends Point {
  rx: number;
  ry: number;
}

/** A box with room around it. */
export function grown(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

/** Reports whether two boxes overlap. */
export function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Reports whether a box lies wholly inside another. */
export function inside(box: Box, frame: Box): boolean {
  return box.x >= frame.x && box.x + box.width <= frame.x + frame.width && box.y >= frame.y && box.y + box.height <= frame.y + frame.height;
}

/** How far a box lies from a place, 0 where it holds it. */
export function away(box: Box, at: Point): number {
  return Math.hypot(Math.max(0, box.x - at.x, at.x - box.x - box.width), Math.max(0, box.y - at.y, at.y - box.y - box.height));
}

/** Reports whether an ellipse's outline runs through a box: of the box one place lies inside of it and one outside. */
export function crossesRim(box: Box, rim: Rim): boolean {
  const near = Math.hypot(
    Math.max(0, box.x - rim.x, rim.x - box.x - box.width) / rim.rx,
    Math.max(0, box.y - rim.y, rim.y - box.y - box.height) / rim.ry,
  );
  const far = Math.hypot(
    Math.max(Math.abs(box.x - rim.x), Math.abs(box.x + box.width - rim.x)) / rim.rx,
    Math.max(Math.abs(box.y - rim.y), Math.abs(box.y + box.height - rim.y)) / rim.ry,
  );
  return near < 1 && far > 1;
}

/** Reports whether a line runs through a box: some part of it lies between all four sides. */
export function crossesLine(box: Box, line: Line): boolean {
  const [dx, dy] = [line.x2 - line.x1, line.y2 - line.y1];
  let [from, to] = [0, 1];
  const sides: [number, number][] = [
    [-dx, line.x1 - box.x],
    [dx, box.x + box.width - line.x1],
    [-dy, line.y1 - box.y],
    [dy, box.y + box.height - line.y1],
  ];
  for (const [step, room] of sides) {
    if (step === 0 && room <= 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from < to;
}
