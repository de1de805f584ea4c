import { describe, expect, it } from 'vitest';
import { away, crossesLine, crossesRim, grown, inside, meets } from './meeting';
import { regionAt, space, type CellData, type SpaceData } from './space';

const names = [
  ['Initiating', 'Experiencing', 'Imagining'],
  ['Acting', 'Balancing', 'Reflecting'],
  ['Deciding', 'Thinking', 'Analyzing'],
];
const across = [0, 21.5, 32.5, 66];
const down = [0, 38.5, 47.5, 66];

/** The nine regions, drawn from the left (AE−RO 33) and the top (AC−CE −33). */
function cells(rename: Record<string, string> = {}): CellData[] {
  return names.flatMap((row, r) =>
    row.map((name, c) => ({
      class: name.toLowerCase(),
      name: rename[name] ?? name,
      column: c,
      row: r,
      left: across[c] ?? 0,
      right: across[c + 1] ?? 0,
      top: down[r] ?? 0,
      bottom: down[r + 1] ?? 0,
      chances: name === 'Experiencing' ? '58' : '',
      strong: name === 'Experiencing',
      likeliest: name === 'Experiencing',
    })),
  );
}

/** The worked example: AC−CE −3.666667, AE−RO 1.833333; SEM 4.4618 and 4.6978. */
function worked(change: Partial<SpaceData> = {}): SpaceData {
  return {
    width: 66,
    height: 66,
    cutsX: [{ at: 21.5, label: '11.5' }, { at: 32.5, label: '0.5' }],
    cutsY: [{ at: 38.5, label: '5.5' }, { at: 47.5, label: '14.5' }],
    cells: cells(),
    x: 33 - 1.833333,
    y: 33 - 3.666667,
    ellipses: [
      { level: 68, label: '68 %', radiusX: 1.5096 * 4.6978, radiusY: 1.5096 * 4.4618 },
      { level: 95, label: '95 %', radiusX: 2.4477 * 4.6978, radiusY: 2.4477 * 4.4618 },
    ],
    ...change,
  };
}

describe('space', () => {
  it('places the worked example at 6.5 px a unit', () => {
    const g = space(worked());
    expect(g.unit).toBe(6.5);
    expect(g.point).toEqual({ x: 308.08, y: 240.67 });
    expect(g.verticals.map((v) => v.line.x1)).toEqual([245.25, 316.75]);
    expect(g.horizontals.map((h) => h.line.y1)).toEqual([300.25, 358.75]);
  });

  it('draws radii of k·SEM on the same scale as the point', () => {
    const g = space(worked());
    expect(g.ellipses).toEqual([
      { level: 68, rx: 46.1, ry: 43.78 },
      { level: 95, rx: 74.74, ry: 70.99 },
    ]);
  });

  it.each([
    ['initiating', 10, 10],
    ['experiencing', 27, 10],
    ['imagining', 50, 10],
    ['acting', 10, 43],
    ['balancing', 27, 43],
    ['reflecting', 50, 43],
    ['deciding', 10, 60],
    ['thinking', 27, 60],
    ['analyzing', 50, 60],
  ])('lets a point of %s fall into its region', (id, x, y) => {
    const g = space(worked({ x, y }));
    expect(regionAt(g, g.point)).toBe(id);
  });

  it('lets the names hug the frame', () => {
    const g = space(worked());
    const of = (id: string) => g.regions.find((r) => r.class === id);
    expect(of('initiating')).toMatchObject({ anchor: 'start', name: { x: 114.5, y: 70 } });
    expect(of('experiencing')).toMatchObject({ anchor: 'middle', name: { x: 281, y: 70 }, value: { x: 281, y: 86 } });
    expect(of('analyzing')).toMatchObject({ anchor: 'end', name: { x: 525.5, y: 467 } });
    expect(of('balancing')?.name.y).toBeGreaterThan(300);
  });

  it('sets a name that does not fit between the borders outside, above or below its column', () => {
    const g = space(worked({ cells: cells({ Experiencing: 'Mengalami sepenuhnya', Thinking: 'Memikirkan semuanya' }) }));
    const of = (id: string) => g.regions.find((r) => r.class === id);
    expect(of('experiencing')?.outside).toBe(true);
    expect(of('experiencing')?.name.y).toBeLessThan(g.frame.y);
    expect(of('thinking')?.name.y).toBeGreaterThan(g.frame.y + g.frame.height);
    expect(of('initiating')?.outside).toBe(false);
  });

  it('breaks a long name in the middle of the field', () => {
    const g = space(worked({ cells: cells({ Balancing: 'Menyeimbangkan' }) }));
    expect(g.regions.find((r) => r.class === 'balancing')?.lines).toEqual(['Menyeim-', 'bangkan']);
  });

  it('sets each percentage on its own contour, inside the frame', () => {
    const g = space(worked());
    g.contours.forEach((c, i) => {
      const e = g.ellipses[i];
      const on = ((c.x - g.point.x) / (e?.rx ?? 1)) ** 2 + ((c.y - g.point.y) / (e?.ry ?? 1)) ** 2;
      expect(on).toBeCloseTo(1, 2);
      expect(c.x).toBeGreaterThan(g.frame.x);
      expect(c.x).toBeLessThan(g.frame.x + g.frame.width);
    });
  });

  it('keeps a percentage away from the borders between regions', () => {
    const g = space(worked());
    for (const c of g.contours) {
      for (const v of g.verticals) expect(Math.abs(v.line.x1 - c.x)).toBeGreaterThan(15);
    }
  });
});

/** The names in the other language, two of which need two lines in the middle of the field. */
const indonesian: Record<string, string> = {
  Initiating: 'Memulai', Experiencing: 'Mengalami', Imagining: 'Membayangkan', Acting: 'Bertindak', Balancing: 'Menyeimbangkan',
  Reflecting: 'Merefleksi', Deciding: 'Memutuskan', Thinking: 'Memikirkan', Analyzing: 'Menganalisis',
};

/** Every place of the point in steps, with chances in every region or in none. */
function* everywhere(rename: Record<string, string>): Generator<SpaceData> {
  for (const chances of ['', '21']) {
    for (let x = 0; x <= 66; x += 2.5) {
      for (let y = 0; y <= 66; y += 2.5) yield worked({ x, y, cells: cells(rename).map((c) => ({ ...c, chances })) });
    }
  }
}

/** What is wrong with the words of a drawing. */
function faults(data: SpaceData): string[] {
  const g = space(data);
  const out: string[] = [];
  const all = g.regions.flatMap((r) => r.words);
  for (const r of g.regions) {
    const name = `${r.lines.join('')} with the point at ${String(data.x)}, ${String(data.y)}${r.chances}`;
    for (const word of r.outside ? r.words.slice(1) : r.words) {
      const knocked = r.clear.some((box) => inside(word, grown(box, 0.1)));
      if (!inside(word, grown(r.box, 1))) out.push(`${name} leaves its cell`);
      if (away(word, g.point) < 3.5) out.push(`${name} lies on the mark`);
      if (!knocked && g.ellipses.some((e) => crossesRim(word, { ...g.point, ...e }))) out.push(`${name} is struck by an ellipse`);
      if (all.some((other) => other !== word && meets(word, other))) out.push(`${name} lies on other words`);
    }
  }
  return out;
}

describe.each([['English', {}], ['Indonesian', indonesian]])('the names of the regions, %s', (_, rename: Record<string, string>) => {
  it('stay readable wherever the point lies', () => {
    expect([...everywhere(rename)].flatMap(faults)).toEqual([]);
  });

  it('are seldom run through by an ellipse, and keep their place where nothing is drawn', () => {
    const drawn = [...everywhere(rename)].map(space);
    const cleared = drawn.flatMap((g) => g.regions.filter((r) => r.clear.length > 0)).length;
    expect(cleared / (9 * drawn.length)).toBeLessThan(0.06);
    const far = space(worked({ x: 60, y: 5, cells: cells(rename), ellipses: [] }));
    const middle = far.regions.find((r) => r.class === 'balancing');
    expect(middle?.anchor).toBe('middle');
    expect((middle?.words[0]?.y ?? 0) + (middle?.words[0]?.height ?? 0) / 2).toBeCloseTo((middle?.box.y ?? 0) + (middle?.box.height ?? 0) / 2, 0);
  });

  it('keep clear of the percentages on the contours', () => {
    for (const data of everywhere(rename)) {
      const g = space(data);
      const seen = g.contours.filter((c) => inside(c.knock, g.frame));
      expect(seen.filter((c) => g.regions.some((r) => r.words.some((word) => meets(word, c.knock))))).toEqual([]);
    }
  });
});

describe('what lies on what', () => {
  const box = { x: 0, y: 0, width: 10, height: 4 };

  it('tells an outline that runs through a box from one around it or inside it', () => {
    expect(crossesRim(box, { x: 5, y: 2, rx: 3, ry: 30 })).toBe(true);
    expect(crossesRim(box, { x: 5, y: 2, rx: 30, ry: 30 })).toBe(false);
    expect(crossesRim(box, { x: 40, y: 2, rx: 20, ry: 20 })).toBe(false);
    expect(crossesRim(box, { x: 20, y: 2, rx: 12, ry: 12 })).toBe(true);
  });

  it('tells a line through a box from one beside it or short of it', () => {
    expect(crossesLine(box, { x1: -5, y1: 2, x2: 15, y2: 2 })).toBe(true);
    expect(crossesLine(box, { x1: 2, y1: 1, x2: 3, y2: 2 })).toBe(true);
    expect(crossesLine(box, { x1: -5, y1: 5, x2: 15, y2: 5 })).toBe(false);
    expect(crossesLine(box, { x1: -5, y1: 2, x2: -1, y2: 2 })).toBe(false);
    expect(crossesLine(box, { x1: 0, y1: 12, x2: 18, y2: 0 })).toBe(false);
  });

  it('tells how far a box lies from a place', () => {
    expect([away(box, { x: 5, y: 2 }), away(box, { x: 13, y: 8 })]).toEqual([0, 5]);
  });
});
