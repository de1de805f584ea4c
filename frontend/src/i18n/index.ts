export { clock, date, has, i18n, n, number, t, tIn, word } from './i18n.svelte';
export type { MessageKey, PluralKey, Values } from './message';
