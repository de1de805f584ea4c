// Builds the page once more with two languages that nobody speaks in the place
// of the real ones, for tests of long texts and of reading from the right. It
// goes to build/cache, never into the program.
import { build } from 'vite';
import { long, mirrored, pseudoPage, standsIn, translated } from '../e2e/lib/pseudo.mjs';

const made = { [standsIn.long]: [long, 'ltr'], [standsIn.mirrored]: [mirrored, 'rtl'] };

/** Reads every catalogue as the source language and changes it. */
const plugin = (source) => ({
  name: 'pseudo-locales',
  enforce: 'pre',
  transform(code, id) {
    const language = /\/locales\/(\w+)\.json/.exec(id)?.[1];
    if (language === undefined || made[language] === undefined) return null;
    const [change, direction] = made[language];
    return JSON.stringify({ ...translated(source, change), 'language.direction': direction });
  },
});

const { default: source } = await import('../../locales/en.json', { with: { type: 'json' } });
await build({ logLevel: 'warn', plugins: [plugin(source)], build: { outDir: pseudoPage, emptyOutDir: true } });
