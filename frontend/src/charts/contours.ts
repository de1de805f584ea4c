/** Where the percentages stand on the contours of the learning space. */
import { meets } from './meeting';
import { px } from './measure';
import type { Box, Point } from './shapes';
import type { Contour, SpaceGeometry } from './space';

/**
 * Puts a percentage on its contour: of all places the one nearest to the wanted
 * angle (the innermost at a side, the outer ones on a diagonal) that keeps clear
 * of borders, frame and names.
 */
export function contour(drawn: SpaceGeometry, index: number, label: string): Omit<Contour, 'washed'> {
  const ellipse = drawn.ellipses[index] ?? { level: 0, rx: 0, ry: 0 };
  const wanted = 45 * Math.min(index, 1);
  let best = drawn.point;
  let most = -Infinity;
  for (let turn = 0; turn < 360; turn += 15) {
    const angle = (turn * Math.PI) / 180;
    const at = { x: px(drawn.point.x + ellipse.rx * Math.cos(angle)), y: px(drawn.point.y + ellipse.ry * Math.sin(angle)) };
    const off = Math.min(Math.abs(turn - wanted), 360 - Math.abs(turn - wanted));
    const worth = 2 * Math.min(roomAt(drawn, at), clearOf) - off / 30 - (onWords(drawn, knockOf(at)) ? 60 : 0);
    if (worth > most + 0.001) {
      most = worth;
      best = at;
    }
  }
  return { ...best, label, knock: knockOf(best) };
}

/** The box that a percentage needs on its contour. */
function knockOf(at: Point): Box {
  return { x: px(at.x - 15), y: px(at.y - 7), width: 30, height: 14 };
}

function onWords({ regions, contours }: SpaceGeometry, knock: Box): boolean {
  return regions.some((r) => r.words.some((word) => meets(word, knock))) || contours.some((c) => meets(c.knock, knock));
}

/** As far as this a percentage keeps from what lies beside it. */
const clearOf = 17;

function roomAt({ frame, verticals, horizontals }: SpaceGeometry, at: Point): number {
  return Math.min(
    at.x - frame.x,
    frame.x + frame.width - at.x,
    at.y - frame.y,
    frame.y + frame.height - at.y,
    ...verticals.map((v) => Math.abs(v.line.x1 - at.x)),
    ...horizontals.map((h) => Math.abs(h.line.y1 - at.y) + clearOf / 2),
  );
}
