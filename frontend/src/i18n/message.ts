import type { Messages, Plurals } from './messages.gen';

/** One language: key to text, or to the texts of its plural forms. */
export type Catalogue = Record<string, string | Record<string, string>>;

export type MessageKey = keyof Messages;
export type PluralKey = keyof Plurals;

/** Values for the placeholders of a text. */
export type Values = Record<string, string | number>;

/** The arguments after the key: none where the text has no placeholder. */
export type Args<P extends string> = [P] extends [never]
  ? []
  : [params: Record<P, string | number>];

/** Letters and marks of the scripts that are written from the right. */
const FROM_THE_RIGHT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** What is written from the right keeps to itself: what stands beside it in a sentence stays where it is. */
function isolated(value: string): string {
  return FROM_THE_RIGHT.test(value) ? `\u2068${value}\u2069` : value;
}

/** Fills `{{.Name}}`; a name without a value stays as it is, so that it is seen. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : isolated(String(value));
  });
}

/** A number with that many decimals, the language's separators and a true minus sign (U+2212). */
export function formatNumber(language: string, value: number, decimals = 0): string {
  // Rounded on the decimal text, as the reports do; and no negative zero.
  const rounded = Number(value.toFixed(decimals)) + 0;
  const text = new Intl.NumberFormat(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(rounded === 0 ? 0 : rounded);
  return text.replace('-', '\u2212');
}

/** The plural form of a count by the CLDR rule of the language, or the form for all others. */
export function pluralForm(
  language: string,
  forms: Record<string, string>,
  count: number,
): string | undefined {
  return forms[new Intl.PluralRules(language).select(count)] ?? forms['other'];
}
