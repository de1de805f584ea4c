import type { Messages, Plurals } from './messages.gen';
import {
  fill,
  formatNumber,
  pluralForm,
  type Args,
  type Catalogue,
  type MessageKey,
  type PluralKey,
  type Values,
} from './message';

const files = import.meta.glob<Catalogue>('../../../locales/*.json', {
  eager: true,
  import: 'default',
});
const catalogues = new Map(
  Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/(.+)\.json$/, '$1'), texts]),
);

/** The language in which the texts are first written; stands in for an unknown one. */
const SOURCE = 'en';

/** The language on screen, and the words in it. The same catalogues and plural rules as in reports. */
class I18n {
  #language = $state(SOURCE);

  get language(): string {
    return this.#language;
  }

  /** Puts a language on screen; an unknown code gives the source language. */
  use(code: string): void {
    this.#language = catalogues.has(code) ? code : SOURCE;
    const root = document.documentElement;
    root.lang = this.#language;
    root.dir = this.entry('language.direction') === 'rtl' ? 'rtl' : 'ltr';
  }

  /** The entry of a key, undefined when the language lacks it. */
  entry(key: string, language = this.#language): string | Record<string, string> | undefined {
    return catalogues.get(language)?.[key];
  }
}

export const i18n = new I18n();

/** The message of a key in the language on screen. */
export function t<K extends MessageKey>(key: K, ...args: Args<Messages[K]>): string {
  return word(key, (args[0] ?? {}) as Values);
}

/** The message of a key without placeholders in a language that is not on screen, for what stands among its texts. */
export function tIn(language: string, key: MessageKey): string {
  const entry = i18n.entry(key, catalogues.has(language) ? language : SOURCE);
  return typeof entry === 'string' ? entry : `[${key}]`;
}

/** The plural form of a key for a count; `{{.Count}}` is filled by itself. */
export function n<K extends PluralKey>(
  key: K,
  count: number,
  ...args: Args<Exclude<Plurals[K], 'Count'>>
): string {
  const entry = i18n.entry(key);
  const text =
    typeof entry === 'object' ? pluralForm(i18n.language, entry, count) : (entry ?? undefined);
  if (text === undefined) return `[${key}]`;
  return fill(text, { Count: number(count), ...((args[0] ?? {}) as Values) });
}

/** The message of a key that is known only at run time (`error.<code>`); params fill what they name. */
export function word(key: string, params: Values = {}): string {
  const entry = i18n.entry(key);
  return typeof entry === 'string' ? fill(entry, params) : `[${key}]`;
}

/** Whether the language on screen has a message for a key known only at run time. */
export function has(key: string): boolean {
  return i18n.entry(key) !== undefined;
}

/** A number in the language on screen, with a true minus sign. */
export function number(value: number, decimals = 0): string {
  return formatNumber(i18n.language, value, decimals);
}

/** The local day of a moment (Unix milliseconds): "20 November 2026". */
export function date(ms: number): string {
  const d = new Date(ms);
  return t('date.long', {
    Day: d.getDate(),
    Month: word(`date.month.${d.getMonth() + 1}`),
    Year: d.getFullYear(),
  });
}

/** The local time of day of a moment (Unix milliseconds): "09:12". */
export function clock(ms: number): string {
  const d = new Date(ms);
  return [d.getHours(), d.getMinutes()].map((x) => String(x).padStart(2, '0')).join(':');
}
