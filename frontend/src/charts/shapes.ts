/** The shapes that every chart's geometry is told in: pixels, x to the right, y downward. */

/** A place. */
export interface Point {
  x: number;
  y: number;
}

/** A straight line between two places. */
export interface Line {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** A rectangle. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a text hangs on its place. */
export type Anchor = 'start' | 'middle' | 'end';

/** A mark on an axis; `at` is a fraction 0..1 of its length. */
export interface TickData {
  at: number;
  label: string;
}
