import { describe, expect, it } from 'vitest';
import type { Piece, Sheet, SheetLine } from '../../../api';
import { Choosing, type Place } from './choosing.svelte';

const piece = (ref: string, text: string, label = ref): Piece => ({ ref, text, label, exact: '' });
const line = (sign: string, text: string, ...pieces: Piece[]): SheetLine => ({
  sign, rule: 'rule', pieces, relation: '=', result: piece(`l:${sign}`, text, sign), inForm: false, source: '', table: '',
});

/** a and b are added to S; S times 2 of the rule is T. */
const sheet: Sheet = {
  language: 'en', title: '', intro: '', digits: '', answersTitle: '', forms: [],
  parts: [{ id: 'sums', title: '', groups: [{ name: '', code: '', folded: false, lines: [
    line('S', '7', piece('c:a', '3'), piece('', ' + ', ''), piece('c:b', '4'), piece('', ' + ', ''), piece('c:a', '3')),
    line('T', '14', piece('l:S', '7'), piece('', ' × ', ''), piece('', '2', 'weight')),
  ] }] }],
};

const home = (key: string): Place => ({ key, line: '', home: true });
const within = (key: string, of: string): Place => ({ key, line: of, home: false });

describe('Choosing', () => {
  it('fills a number where it was pressed and at its home, not elsewhere', () => {
    const c = new Choosing(sheet);
    const s = piece('l:S', '7');
    c.choose(s, within('T.0', 'T'));
    expect(c.filled(s, within('T.0', 'T'))).toBe(true);
    expect(c.filled(s, home('S'))).toBe(true);
    expect(c.filled(s, within('X.3', 'X'))).toBe(false);
    expect(c.filled(piece('l:T', '14'), home('T'))).toBe(false);
  });

  it('outlines the sources in the own formula and at their homes', () => {
    const c = new Choosing(sheet);
    c.choose(piece('l:S', '7'), home('S'));
    expect(c.outlined(piece('c:a', '3'), home('form.a'))).toBe(true);
    expect(c.outlined(piece('c:z', '3'), home('form.z'))).toBe(false);
    expect(c.outlined(piece('c:b', '4'), within('S.2', 'S'))).toBe(true);
    expect(c.outlined(piece('c:b', '4'), within('Q.2', 'Q'))).toBe(false);
    expect(c.sources.map((source) => source.ref)).toEqual(['c:a', 'c:b']);
  });

  it('outlines a number of the rule in the formula that has it', () => {
    const c = new Choosing(sheet);
    c.choose(piece('l:T', '14'), home('T'));
    expect(c.outlined(piece('', '2', 'weight'), within('T.2', 'T'))).toBe(true);
    expect(c.sources.map((source) => source.label)).toEqual(['l:S', 'weight']);
  });

  it('knows where a number is used, each line once', () => {
    const c = new Choosing(sheet);
    c.choose(piece('c:a', '3'), home('form.a'));
    expect(c.line).toBeUndefined();
    expect(c.sources).toEqual([]);
    expect(c.users.map((user) => user.sign)).toEqual(['S']);
  });

  it('lets go of the same number, and of any', () => {
    const c = new Choosing(sheet);
    c.choose(piece('l:S', '7'), home('S'));
    c.choose(piece('l:S', '7'), home('S'));
    expect(c.chosen).toBeUndefined();
    c.choose(piece('l:S', '7'), home('S'));
    c.clear();
    expect(c.outlined(piece('c:a', '3'), home('form.a'))).toBe(false);
  });
});
