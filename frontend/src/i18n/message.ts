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

/** Fills `{{.Name}}`; a name without a value stays as it is, so that it is seen. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
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
