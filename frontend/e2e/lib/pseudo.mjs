// Two languages that nobody speaks. One is longer by 40 %, with accents and
// brackets, so that what is cut off is seen; the other reads from the right.
// They stand only in a page that tests build, in the place of "en" and "id".
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where `npm run pseudo` puts the page. */
export const pseudoPage = resolve(import.meta.dirname, '../../../build/cache/pseudo');

/** The code that stands in for each, in the page of the tests. */
export const standsIn = { long: 'en', mirrored: 'id' };

const ACCENTS = { a: 'á', c: 'ç', e: 'é', i: 'í', l: 'ł', n: 'ñ', o: 'ô', s: 'š', u: 'ü', y: 'ý', A: 'Å', B: 'ß', C: 'Ç', E: 'É', I: 'Î', N: 'Ñ', O: 'Ö', S: 'Š', T: 'Ţ', U: 'Ü', W: 'Ŵ' };
const MORE = 'pļüš šömé möré wörđš thåt å lôñgér láñgüâgé wöülđ ñéeđ '.repeat(20);

/** Changes what lies between the placeholders of a text. */
const between = (text, change) => text.split(/(\{\{[^}]*\}\})/).map((piece, i) => (i % 2 === 1 ? piece : change(piece))).join('');

/** Longer by 40 %, with accents and brackets. */
export function long(text) {
  if (text.trim() === '') return text;
  const accents = between(text, (piece) => piece.replace(/[A-Za-z]/g, (letter) => ACCENTS[letter] ?? letter));
  const more = MORE.slice(0, Math.ceil(text.replace(/\{\{[^}]*\}\}/g, '').length * 0.4)).trimEnd();
  return `[${accents} ${more}]`;
}

/** Every piece turned round, as it would stand in a language that reads from the right. */
export function mirrored(text) {
  return text.split('\n').map((line) => between(line, (piece) => (piece.trim() === '' ? piece : `\u200f\u202e${piece}\u202c\u200f`))).join('\n');
}

/** A catalogue in the other language. */
export function translated(catalogue, change) {
  const of = (entry) => (typeof entry === 'string' ? change(entry) : Object.fromEntries(Object.entries(entry).map(([form, text]) => [form, change(text)])));
  // Numbers and dates are put together from their own small texts.
  return Object.fromEntries(Object.entries(catalogue).map(([key, entry]) => [key, key.startsWith('date.') ? entry : of(entry)]));
}

/** The texts of an instrument and of the desk, as they come over the wire. */
const WORDS = ['title', 'intro', 'instruction', 'stem', 'hint', 'word', 'prompt', 'words', 'low', 'high', 'unit', 'check', 'endings', 'cards', 'text'];

/** Changes the texts that Go gives to the page, by the language that the session has; runs in the page. */
function overWire([words, longSource, mirroredSource, source]) {
  const change = { en: new Function(`${source}; return ${longSource}`)(), id: new Function(`${source}; return ${mirroredSource}`)() };
  const walk = (value, to, key) => {
    if (typeof value === 'string') return words.includes(key) ? to(value) : value;
    if (Array.isArray(value)) return value.map((each) => walk(each, to, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === 'answer' ? each : walk(each, to, name)]));
  };
  let go;
  const made = new WeakSet();
  const through = (target) => {
    const proxy = new Proxy(target, handler);
    made.add(proxy);
    return proxy;
  };
  const handler = {
    get(object, name) {
      const found = object[name];
      if (typeof found === 'function') {
        return async (...given) => {
          const answer = await found(...given);
          return change[answer?.language] && answer.items ? walk(answer, change[answer.language], '') : answer;
        };
      }
      return found !== null && typeof found === 'object' ? through(found) : found;
    },
  };
  Object.defineProperty(window, 'go', { configurable: true, get: () => go && through(go), set: (value) => made.has(value) || (go = value) });
}

/** Options of `startApp` for a page in the languages that nobody speaks. */
export function pseudo() {
  if (!existsSync(resolve(pseudoPage, 'index.html'))) throw new Error('no page of the pseudo-locales: make build/cache/pseudo/index.html');
  const source = `const ACCENTS = ${JSON.stringify(ACCENTS)}; const MORE = ${JSON.stringify(MORE)}; const between = ${between}`;
  return { pageDir: pseudoPage, before: [overWire, [WORDS, long.toString(), mirrored.toString(), source]] };
}
