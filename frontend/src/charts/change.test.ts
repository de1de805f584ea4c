import { describe, expect, it } from 'vitest';
import { changeAxes, changeX, field, wordBox, type FieldData } from './change';
import { kite } from './kite';
import { away, crossesLine, inside, meets } from './meeting';

/** A field of 66 × 66 units with one region; the earlier point in the middle, one ellipse of 15 × 14. */
function data(x: number, y: number): FieldData {
  return {
    grid: {
      width: 66, height: 66, cutsX: [], cutsY: [], x: 33, y: 33,
      cells: [{ class: 'a', name: 'A', column: 0, row: 0, left: 0, top: 0, right: 66, bottom: 66, chances: '', strong: false, likeliest: false }],
      ellipses: [{ level: 95, label: '95 %', radiusX: 15, radiusY: 14 }],
    },
    x, y, from: '11 March 2026', to: '6 November 2026',
  };
}

describe('field', () => {
  it('places both points at 6.5 px a unit from the frame, and the ellipse around the first', () => {
    const f = field(data(40, 50));
    expect(f.space.unit).toBe(6.5);
    expect([f.earlier.x, f.earlier.y]).toEqual([105.5 + 33 * 6.5, 50 + 33 * 6.5]);
    expect([f.later.x, f.later.y]).toEqual([105.5 + 40 * 6.5, 50 + 50 * 6.5]);
    expect(f.space.ellipses).toEqual([{ level: 95, rx: 97.5, ry: 91 }]);
    expect([f.space.point.x, f.space.point.y]).toEqual([f.earlier.x, f.earlier.y]);
  });

  it('leads an arrow from the first to just before the second, and none where they touch', () => {
    const { arrow, later, head } = field(data(33, 50));
    expect(arrow?.x1).toBe(arrow?.x2);
    expect(arrow?.y2).toBeLessThan(later.y);
    expect(Number(head.split(' ')[0]?.split(',')[1])).toBe(later.y - 8);
    expect(field(data(33, 35)).arrow).toBeUndefined();
    expect(field(data(33, 33)).arrow).toBeUndefined();
  });

  it('sets words where no line runs through them', () => {
    const crossed = data(26, 28);
    crossed.grid = { ...crossed.grid, cutsX: [{ at: 30, label: '1' }, { at: 36, label: '2' }] };
    const { earlier, later, space } = field(crossed);
    expect(later.anchor).toBe('end');
    expect(earlier.anchor).not.toBe('end');
    expect(space.verticals).toHaveLength(2);
    const free = field({ ...crossed, grid: { ...crossed.grid, cutsX: [] } });
    expect(free.later.anchor).toBe('start');
  });

  it('sets words right of a point, left where the frame ends, and never both on one line', () => {
    expect(field(data(33, 50)).later.anchor).toBe('start');
    expect(field(data(64, 50)).later.anchor).toBe('end');
    const bare = (x: number, y: number): FieldData => ({ ...data(x, y), grid: { ...data(x, y).grid, ellipses: [] } });
    const level = field(bare(40, 33));
    expect([level.earlier.anchor, level.later.anchor]).toEqual(['end', 'start']);
    const back = field(bare(26, 33));
    expect([back.earlier.anchor, back.later.anchor]).toEqual(['start', 'end']);
  });
});

describe('the days beside their points', () => {
  /** Both points in steps over the whole field, from its edges on. */
  const places = [0, 4, 33, 50, 66];
  const pairs = places.flatMap((x1) => places.flatMap((y1) => places.flatMap((x2) => places.map((y2) => [x1, y1, x2, y2] as const))));

  it('stand inside the frame, on no arrow, on no mark and not on each other', () => {
    const faults: string[] = [];
    for (const [x1, y1, x2, y2] of pairs) {
      const base = data(x2, y2);
      const f = field({ ...base, grid: { ...base.grid, x: x1, y: y1 } });
      const boxes = [f.earlier, f.later].map((p) => wordBox(p.label, { ...p.words, anchor: p.anchor }));
      const head = f.head.split(' ').map((p) => p.split(',').map(Number));
      const sides = head.length < 3 ? [] : head.map(([x = 0, y = 0], i) => ({ x1: x, y1: y, x2: head[(i + 1) % 3]?.[0] ?? 0, y2: head[(i + 1) % 3]?.[1] ?? 0 }));
      const lines = [...sides, ...(f.arrow ? [f.arrow] : [])];
      const where = `from ${String(x1)}, ${String(y1)} to ${String(x2)}, ${String(y2)}`;
      for (const box of boxes) {
        if (!inside(box, f.space.frame)) faults.push(`${where}: outside`);
        if (lines.some((line) => crossesLine(box, line))) faults.push(`${where}: on the arrow`);
        if ([f.earlier, f.later].some((p) => away(box, p) < 4.5)) faults.push(`${where}: on a mark`);
      }
      if (boxes[0] && boxes[1] && meets(boxes[0], boxes[1])) faults.push(`${where}: on each other`);
    }
    expect(faults).toEqual([]);
  });
});

describe('changeAxes', () => {
  const g = changeAxes([{ at: 0.75, low: 0.55, high: 0.95, missing: '' }, { at: 0, low: 0, high: 0, missing: 'why' }], [{ at: 0.5, label: '0' }]);

  it('lays fractions on 310 px and no change in the middle', () => {
    expect([changeX(0), changeX(0.5), changeX(1)]).toEqual([210, 365, 520]);
    expect(g.zero).toBe(365);
    expect(g.rows[0]).toMatchObject({ at: 442.5, low: 380.5, high: 504.5, empty: false });
    expect(g.ticks).toEqual([{ x: 365, label: '0' }]);
  });

  it('gives a row without a difference no point', () => {
    expect(g.rows[1]?.empty).toBe(true);
    expect(g.height).toBe(30 + 2 * 46 + 26);
  });

  it('keeps an end inside the scale', () => {
    expect(changeX(1.4)).toBe(520);
    expect(changeX(-2)).toBe(210);
  });
});

describe('a kite of two occasions', () => {
  const axis = { style: 0, at: 0.5, low: 0.4, high: 0.6, lowClamped: false, highClamped: false };
  const data = { axes: [{ ...axis, dirX: 0, dirY: -1 }, { ...axis, dirX: 1, dirY: 0 }], rings: [], diagonalX: 1, diagonalY: 1 };

  it('puts every earlier corner at its fraction of the axis', () => {
    expect(kite({ ...data, earlier: [1, 0.25] }).earlier).toBe('200,44 223,136');
    expect(kite({ ...data, earlier: [] }).earlier).toBe('');
  });
});
