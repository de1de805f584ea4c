// Under which conditions whole sessions are tried: few rows, and every pair of
// conditions in one of them.

export const columns = {
  means: ['tap', 'touch', 'buttons', 'drag', 'keys'],
  language: ['en', 'id'],
  theme: ['light', 'dark', 'contrast'],
  size: ['1024 × 640', '1440 × 900', '200 % of 1024 × 640'],
};

/** The sizes, by index, that the short list takes for each means. */
const short = { tap: [1], touch: [2], buttons: [0], drag: [0], keys: [2] };

/** At 200 % a ranking has no handles, so nothing can be dragged there. */
const impossible = (a, b) => [a, b].includes('drag') && [a, b].includes(columns.size[2]);

/** A row of conditions; the two numbers count through the rest. */
function row(instrument, means, m, s) {
  const size = impossible(means, columns.size[s]) ? columns.size[1] : columns.size[s];
  return { instrument, means, size, theme: columns.theme[(m + s) % 3], language: columns.language[(m + s) % 2] };
}

/** The rows of all pairs, or the short list with each means once. */
export function rows({ all }) {
  const ranked = columns.means.flatMap((means, m) => (all ? [0, 1, 2] : short[means]).map((s) => row('learning-cycle', means, m, s)));
  // Where nothing is ranked there are no buttons and handles for it.
  const hands = all ? ['tap', 'touch', 'keys'] : [];
  const others = hands.flatMap((means, m) => ['study-habits', 'work-values'].map((instrument, i) => row(instrument, means, m + i, (m + 2 * i) % 3)));
  return all ? [...ranked, ...others] : [...ranked, row('study-habits', 'keys', 1, 0), row('work-values', 'touch', 2, 0)];
}

/** The pairs of conditions that could be together and are in no row. */
export function missingPairs(list) {
  const names = Object.keys(columns);
  const pairs = names.flatMap((a, i) =>
    names.slice(i + 1).flatMap((b) => columns[a].flatMap((x) => columns[b].map((y) => ({ [a]: x, [b]: y })))),
  );
  return pairs.filter((pair) => {
    const [x, y] = Object.values(pair);
    return !impossible(x, y) && !list.some((found) => Object.entries(pair).every(([name, value]) => found[name] === value));
  });
}
