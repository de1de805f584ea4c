import { describe, expect, it } from 'vitest';
import { bars, barX } from './bars';
import { kite, type KiteData } from './kite';
import { textWidth, wrap } from './measure';
import { spread, type SpreadData } from './spread';
import { tickRow } from './ticks';
import { visits } from './visits';

const north = { dirX: 0, dirY: -1 };
const east = { dirX: 1, dirY: 0 };
const south = { dirX: 0, dirY: 1 };
const west = { dirX: -1, dirY: 0 };
const rings = [0.2, 0.4, 0.6, 0.8, 1].map((at) => ({ at, label: String(100 * at) }));

const closed = { lowClamped: false, highClamped: false };

/** The worked example: CE 96.529310, RO 32.313154, AC 60.771851, AE 11.792830. */
const worked: KiteData = {
  axes: [
    { style: 0, ...north, at: 0.9652931, low: 0.93932, high: 0.98223, ...closed },
    { style: 1, ...east, at: 0.32313154, low: 0.19348, high: 0.46893, ...closed },
    { style: 2, ...south, at: 0.60771851, low: 0.45761, high: 0.73817, ...closed },
    { style: 3, ...west, at: 0.1179283, low: 0.05354, high: 0.22365, ...closed },
  ],
  rings,
  diagonalX: -1,
  diagonalY: 1,
  earlier: [],
};

describe('kite', () => {
  const g = kite(worked);

  it('puts every vertex at its percentile of the radius along its axis', () => {
    expect(g.centre).toEqual({ x: 200, y: 136 });
    expect(g.outline).toBe('200,47.19 229.73,136 200,191.91 189.15,136');
  });

  it('moves a vertex outward with its percentile and leaves the others alone', () => {
    const axes = worked.axes.map((a, i) => (i === 1 ? { ...a, at: 0.5 } : a));
    const moved = kite({ ...worked, axes });
    expect(moved.axes[1]?.vertex).toEqual({ x: 246, y: 136 });
    expect([0, 2, 3].map((i) => moved.axes[i]?.vertex)).toEqual([0, 2, 3].map((i) => g.axes[i]?.vertex));
  });

  it('draws the error block from one standard error below to one above', () => {
    expect(g.axes[1]?.band).toEqual({ x1: 217.8, y1: 136, x2: 243.14, y2: 136 });
    expect(g.axes[1]?.ends[0]).toEqual({ x1: 217.8, y1: 131, x2: 217.8, y2: 141, open: false });
    expect(g.axes[0]?.ends[0]).toEqual({ x1: 205, y1: 49.58, x2: 195, y2: 49.58, open: false });
  });

  it('opens the tick of an end that lies beyond the table', () => {
    const axes = worked.axes.map((a, i) => (i === 0 ? { ...a, highClamped: true } : a));
    expect(kite({ ...worked, axes }).axes.map((a) => a.ends.map((end) => end.open))).toEqual([[false, true], [false, false], [false, false], [false, false]]);
  });

  it('spaces the rings evenly and sets their numerals on the free diagonal', () => {
    expect(g.rings.map((r) => r.r)).toEqual([18.4, 36.8, 55.2, 73.6, 92]);
    expect(g.rings.every((r) => r.at.x < g.centre.x && r.at.y > g.centre.y)).toBe(true);
  });
});

describe('bars', () => {
  const row = { missing: '', at: 0.32313154, band68: { low: 0.193465, high: 0.468929, ...closed }, band95: { low: 0.092833, high: 0.612133, ...closed } };
  const ticks = [{ at: 0, label: '0' }, { at: 1, label: '100' }];
  const g = bars([row, row], ticks, { at: 0.5, label: 'half' });

  it('ends a bar at its percentile, three pixels a point', () => {
    expect(g.rows[0]?.end).toBe(268.94);
    expect(barX(0)).toBe(172);
    expect(barX(1)).toBe(472);
    expect(g.middle.x).toBe(322);
  });

  it('nests the bands around the end', () => {
    const [first] = g.rows;
    expect(first?.band68).toEqual({ x: 230.04, width: 82.64 });
    expect(first?.band95.x).toBeLessThan(first?.band68.x ?? 0);
    expect((first?.band95.x ?? 0) + (first?.band95.width ?? 0)).toBeGreaterThan(312.68);
  });

  it('gives each row its own 46 px', () => {
    expect(g.rows.map((r) => r.y)).toEqual([57, 103]);
    expect(g.height).toBe(g.bottom + 30);
  });

  it('opens the ends that lie beyond the table, once where two bands end together', () => {
    const top = { ...row, band68: { ...row.band68, high: 0.99, highClamped: true }, band95: { ...row.band95, low: 0.01, high: 0.99, lowClamped: true, highClamped: true } };
    expect(bars([row, top], ticks, { at: 0.5, label: '' }).rows.map((r) => r.open)).toEqual([[], [barX(0.99), barX(0.01)]]);
  });

  it('marks a row without a bar', () => {
    expect(bars([{ ...row, missing: 'why' }], ticks, { at: 0.5, label: '' }).rows[0]?.empty).toBe(true);
  });
});

describe('tickRow', () => {
  const runs = [
    { count: 58, mark: 'filled', label: '58 Experiencing' },
    { count: 38, mark: 'outlined', label: '38 Imagining' },
    { count: 4, mark: 'short', label: '4 elsewhere' },
  ];

  it('draws a hundred ticks, one for each chance, inside 640 px', () => {
    const g = tickRow(runs);
    expect(g.ticks).toHaveLength(100);
    expect(g.ticks.filter((t) => t.mark === 'outlined')).toHaveLength(38);
    expect(Math.max(...g.ticks.map((t) => t.x + t.width))).toBeLessThanOrEqual(640);
    expect(g.ticks.every((t) => t.height === (t.mark === 'short' ? 6 : 16))).toBe(true);
  });

  it('starts each run of words under its first tick, the last one at the end', () => {
    const g = tickRow(runs);
    expect(g.labels.map((l) => [l.x, l.anchor, l.y])).toEqual([[0, 'start', 34], [371.2, 'start', 34], [640, 'end', 34]]);
    expect(g.height).toBe(38);
    expect(g.labels[0]).toMatchObject({ count: '58', label: ' Experiencing' });
  });

  it('gives words that would touch a line of their own', () => {
    const g = tickRow([
      { count: 5, mark: 'filled', label: '5 Experiencing' },
      { count: 4, mark: 'outlined', label: '4 Imagining' },
      { count: 91, mark: 'short', label: '91 elsewhere' },
    ]);
    expect(g.labels.map((l) => l.y)).toEqual([34, 51, 34]);
    expect(g.height).toBe(55);
  });

  it('leaves an empty run out', () => {
    const g = tickRow([{ count: 100, mark: 'filled', label: 'Thinking' }, { count: 0, mark: 'short', label: 'elsewhere' }]);
    expect(g.labels).toHaveLength(1);
    expect(g.ticks).toHaveLength(100);
  });
});

describe('visits', () => {
  const cell = (name: string, column: number, row: number, numbers: number[]) => ({ class: name, name, column, row, numbers });
  const map = [cell('Initiating', 0, 0, []), cell('Acting', 0, 1, [3]), cell('Deciding', 0, 2, [1, 4, 7]), cell('Experiencing', 1, 0, [2, 5, 6, 8])];

  it('keeps every circle inside the cell of its class', () => {
    const g = visits({ columns: 3, rows: 3, map });
    for (const c of g.cells) {
      for (const mark of c.marks) {
        expect(mark.at.x - g.radius).toBeGreaterThan(c.box.x);
        expect(mark.at.x + g.radius).toBeLessThan(c.box.x + c.box.width);
        expect(mark.at.y + g.radius).toBeLessThan(c.box.y + c.box.height);
        expect(mark.at.y - g.radius).toBeGreaterThan(c.at.y);
      }
    }
    expect(g.cells.flatMap((c) => c.marks.map((m) => m.n)).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('draws equal cells of 80 by 66 px and widens them for a long name', () => {
    const plain = visits({ columns: 3, rows: 3, map: map.slice(0, 3) });
    expect([plain.cells[0]?.box.width, plain.cells[0]?.box.height]).toEqual([80, 66]);
    const long = visits({ columns: 3, rows: 3, map: [cell('Menyeimbangkan sekali', 1, 1, [])] });
    expect(long.cells[0]?.box.width).toBeGreaterThan(100);
  });
});

describe('spread', () => {
  const data: SpreadData = {
    at: 0.89375,
    markLabel: 'LFI 0.89',
    bins: [
      { from: 0, to: 0.5, norm: 0.4, chance: 0 },
      { from: 0.5, to: 1, norm: 0.6, chance: 1 },
    ],
    peak: 1,
    ticks: [{ at: 0, label: '0.0' }, { at: 0.5, label: '0.5' }, { at: 1, label: '1.0' }],
    bounds: [{ at: 0.665625, label: '' }, { at: 0.828125, label: '' }],
    levels: [{ at: 0.33, label: 'low' }, { at: 0.746875, label: 'middle' }, { at: 0.91, label: 'high' }],
    normLegend: 'norm group',
    chanceLegend: 'random',
  };
  const g = spread(data);

  it('sets the mark and the borders at their values', () => {
    expect(g.mark.x).toBe(572);
    expect(g.bounds).toEqual([426, 530]);
  });

  it('draws both distributions on one vertical scale', () => {
    expect(g.bars.map((b) => b.height)).toEqual([32.8, 49.2]);
    expect(g.steps).toBe('320,34 640,34');
  });

  it('hangs the words of the mark on the side with room', () => {
    expect(g.mark.anchor).toBe('end');
    expect(spread({ ...data, at: 0.02 }).mark.anchor).toBe('start');
  });

  it('keeps axis words inside the drawing', () => {
    expect(g.ticks.map((t) => t.anchor)).toEqual(['start', 'middle', 'end']);
  });

  it('draws no steps and no legend for an empty distribution', () => {
    const empty = spread({ ...data, bins: [], peak: 0 });
    expect([empty.steps, empty.bars.length, empty.legends.length]).toEqual(['', 0, 0]);
  });
});

describe('wrap', () => {
  it('breaks at spaces and keeps every word', () => {
    expect(wrap('Active Experimentation', 96, 12.5)).toEqual(['Active', 'Experimentation']);
    expect(wrap('', 96, 12.5)).toEqual([]);
  });

  it('keeps each line within the width unless it is one word', () => {
    for (const line of wrap('ein sehr langer Name aus vielen Worten', 60, 12)) {
      expect(textWidth(line, 12) <= 60 || !line.includes(' ')).toBe(true);
    }
  });
});
