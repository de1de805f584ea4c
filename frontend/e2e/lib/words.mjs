// The words on screen, from the same locales, so that a test reads by key.
import { readFileSync } from 'node:fs';

const read = (lang) => JSON.parse(readFileSync(new URL(`../../../locales/${lang}.json`, import.meta.url), 'utf8'));

/** Gives `say(key, params)`: the message of a key in a language, its placeholders filled. */
export function words(lang) {
  const catalogue = read(lang);
  return (key, params = {}) => {
    const text = catalogue[key];
    if (typeof text !== 'string') throw new Error(`${lang} has no message ${key}`);
    return text.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (_, name) => {
      if (!(name in params)) throw new Error(`${key} needs ${name}`);
      return String(params[name]);
    });
  };
}

/** Gives `plural(key)`: a pattern that finds a message that counts, in any of its forms. */
export function plurals(lang) {
  const catalogue = read(lang);
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return (key) => new RegExp(Object.values(catalogue[key]).map((text) => text.split(/\{\{[^}]*\}\}/).map(escaped).join('.+')).join('|'));
}
