// The sums that a sheet of answers gives, worked out here once more from the
// manifest and from the words that stood on screen: what the page and the
// report say is held against them.
import { readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(new URL(`../../../instruments/${path}`, import.meta.url), 'utf8'));

/** The name and the value of every sum of a shipped instrument whose items are a scale or a card sort. */
export function sumsOf(instrument, language, items) {
  const manifest = read(`${instrument}/1.0.0/manifest.json`);
  const texts = read(`${instrument}/1.0.0/text.${language}.json`);
  const value = { ...scale(manifest, items), ...sorted(manifest, texts, items) };
  const bounds = (manifest.option_sets ?? []).flatMap((set) => set.options.map((option) => option.value));
  const [low, high] = [Math.min(...bounds), Math.max(...bounds)];
  return manifest.scoring
    .filter((step) => step.op === 'sum')
    .map((step) => {
      const cells = step.keyed.map(({ item, ending, reverse }) => {
        const given = value[[item, ending].filter(Boolean).join('.')];
        return reverse ? low + high - given : given;
      });
      return { name: texts[`scale.${step.id}`], value: cells.reduce((sum, cell) => sum + cell, 0) };
    });
}

/** Options stand in the manifest's order: a position is the value of its option. */
function scale(manifest, items) {
  const likert = items.filter((item) => item.type === 'likert');
  return Object.fromEntries(likert.map(({ id, answer }) => {
    const { options } = manifest.items.find((item) => item.id === id);
    return [id, manifest.option_sets.find((set) => set.id === options).options[answer.chosen[0]].value];
  }));
}

/** Cards lie in an order of their own for everybody: the words tell which one a position is. */
function sorted(manifest, texts, items) {
  const sorts = items.filter((item) => item.type === 'forced_distribution');
  return Object.fromEntries(sorts.flatMap(({ id, answer, cards }) => {
    const { endings, columns } = manifest.items.find((item) => item.id === id);
    return endings.map((ending) => {
      const position = cards.cards.indexOf(texts[`item.${id}.${ending.id}`]);
      return [`${id}.${ending.id}`, columns[answer.columns[position]].value];
    });
  }));
}
