// Writes src/i18n/messages.gen.ts from the source locale, so that a wrong key
// or a missing placeholder is a type error. Run by `npm run gen` and before
// every `npm run check`; the file is committed and a test holds it fresh.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const source = new URL('../../locales/en.json', import.meta.url);
const target = new URL('../src/i18n/messages.gen.ts', import.meta.url);

/** Names of the placeholders of a text, in order of first appearance. */
export function placeholders(text) {
  return [...new Set([...text.matchAll(/\{\{\s*\.(\w+)\s*\}\}/g)].map((m) => m[1]))];
}

function union(texts) {
  const names = [...new Set(texts.flatMap(placeholders))].sort();
  return names.length === 0 ? 'never' : names.map((n) => `'${n}'`).join(' | ');
}

/** The text of the generated file for a catalogue. */
export function generate(catalogue) {
  const messages = [];
  const plurals = [];
  for (const key of Object.keys(catalogue).sort()) {
    const entry = catalogue[key];
    if (typeof entry === 'string') messages.push(`  '${key}': ${union([entry])};`);
    else plurals.push(`  '${key}': ${union(Object.values(entry))};`);
  }
  return [
    '// Code generated from locales/en.json by scripts/messages.mjs. DO NOT EDIT.',
    '',
    '/** Every message with the placeholders that it needs. */',
    'export interface Messages {',
    ...messages,
    '}',
    '',
    '/** Every message with plural forms; Count is filled by itself. */',
    'export interface Plurals {',
    ...plurals,
    '}',
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const text = generate(JSON.parse(readFileSync(source, 'utf8')));
  let old = '';
  try {
    old = readFileSync(target, 'utf8');
  } catch {
    // First run: there is nothing to compare with.
  }
  if (old !== text) writeFileSync(target, text);
}
