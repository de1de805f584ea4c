// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import en from '../../../locales/en.json';
import { generate, placeholders } from '../../scripts/messages.mjs';
import committed from './messages.gen.ts?raw';
import { clock, date, i18n, number, t, tIn, word } from './i18n.svelte';
import { fill, formatNumber, pluralForm } from './message';

afterEach(() => i18n.use('en'));

describe('messages', () => {
  it('fills placeholders and leaves an unfilled one to be seen', () => {
    expect(fill('Set {{.No}} of {{ .Total }}', { No: 5, Total: 20 })).toBe('Set 5 of 20');
    expect(fill('Hello {{.Name}}', {})).toBe('Hello {{.Name}}');
    expect(fill('{{.A}}{{.A}}', { A: '$&' })).toBe('$&$&');
  });

  it('keeps a name that is written from the right to itself, and no other', () => {
    expect(fill('{{.Name}}, 3 sessions', { Name: 'דנה' })).toBe('\u2068דנה\u2069, 3 sessions');
    expect(fill('{{.Name}} (2)', { Name: 'سارة R-0007' })).toBe('\u2068سارة R-0007\u2069 (2)');
    expect(fill('{{.Name}}, {{.No}}', { Name: 'Ніна 山田 Å', No: 3 })).toBe('Ніна 山田 Å, 3');
  });

  it('gives the key itself for a word that is not there', () => {
    expect(word('no.such')).toBe('[no.such]');
  });

  it('follows the language on screen and names it to the page', () => {
    expect(t('date.month.8')).toBe('August');
    i18n.use('id');
    expect(t('date.month.8')).toBe('Agustus');
    expect(document.documentElement.lang).toBe('id');
    i18n.use('xx');
    expect(i18n.language).toBe('en');
  });

  it('speaks one text in a language that is not on screen', () => {
    expect(tIn('id', 'desk.result.quality')).toBe('Mutu');
    expect(tIn('en', 'desk.result.quality')).not.toBe('Mutu');
    expect(tIn('xx', 'desk.result.quality')).toBe(t('desk.result.quality'));
    expect(i18n.language).toBe('en');
  });

  it('chooses the plural form by the rule of the language', () => {
    const forms = { one: 'one', other: 'many' };
    expect([0, 1, 2].map((c) => pluralForm('en', forms, c))).toEqual(['many', 'one', 'many']);
    expect([0, 1, 2].map((c) => pluralForm('id', { other: 'any' }, c))).toEqual(['any', 'any', 'any']);
    expect(pluralForm('pl', { other: 'x' }, 2)).toBe('x');
  });
});

describe('numbers and dates', () => {
  it.each([
    ['en', 10423, 0, '10,423'],
    ['id', 10423, 0, '10.423'],
    ['en', -3.6667, 2, '\u22123.67'],
    ['id', -3.6667, 2, '\u22123,67'],
    ['en', 0.89375, 2, '0.89'],
    ['en', -0.001, 1, '0.0'],
    ['id', 2, 1, '2,0'],
  ])('writes %s %d with %d decimals as %s', (language, value, decimals, want) => {
    expect(formatNumber(language, value, decimals)).toBe(want);
  });

  it('writes a local day and time in the language on screen', () => {
    const moment = new Date(2026, 10, 20, 9, 5).getTime();
    expect(`${date(moment)} ${clock(moment)} ${number(1.5, 1)}`).toBe('20 November 2026 09:05 1.5');
  });
});

describe('the generated keys', () => {
  it('are those of the source locale', () => {
    expect(committed, 'run: npm run gen').toBe(generate(en));
  });

  it('know placeholders and plural forms', () => {
    expect(placeholders('{{.B}} {{.A}} {{.B}}')).toEqual(['B', 'A']);
    const text = generate({ a: 'x', 'b.c': '{{.No}} {{.Of}}', d: { one: '{{.Count}}', other: '{{.Who}}' } });
    expect(text).toContain("'a': never;");
    expect(text).toContain("'b.c': 'No' | 'Of';");
    expect(text).toContain("'d': 'Count' | 'Who';");
  });
});
