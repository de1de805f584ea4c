import { describe, expect, it } from 'vitest';
import { Failure, type Conditions } from '../../api';
import { arrangedLine, basisLine, ConditionsForm, today } from './conditions.svelte';

const stored = (part: Partial<Conditions>): Conditions => ({
  sessionId: 's1', basis: '', date: '', at: 0, notice: 0, fixed: false, accommodations: {}, arrangeable: true, arrangedLater: 0, ...part,
});

describe('ConditionsForm', () => {
  it.each([
    ['', '', true], ['paper', '2026-01-31', true], ['paper', '', false], ['guardian', '31.1.2026', false], ['guardian', '2999-01-01', false], ['legal_duty', '', true],
  ] as const)('takes the basis %j of the day %j: %s', (basis, day, good) => {
    const form = new ConditionsForm();
    form.basis = basis;
    form.date = day;
    expect(form.check()).toBe(good);
    expect('date' in form.errors).toBe(!good);
  });

  it('begins with what is stored and sends no day with a basis that has none', () => {
    const form = new ConditionsForm(stored({ basis: 'paper', date: '2026-01-31', accommodations: { keyboard: true, note: 'pauses' } }));
    expect([form.basis, form.date, form.arranged, form.note, form.plain]).toEqual(['paper', '2026-01-31', ['keyboard'], 'pauses', false]);
    form.basis = 'legal_duty';
    expect(form.request('s1')).toMatchObject({ basis: 'legal_duty', date: '' });
  });

  it('leaves a basis that stands alone', () => {
    const form = new ConditionsForm(stored({ basis: 'consent', fixed: true, at: 5 }));
    expect([form.fixed, form.basis, form.check()]).toEqual([true, '', true]);
  });

  it('refuses a note that is too long, and puts a refusal beside its field', () => {
    const form = new ConditionsForm();
    form.note = 'x'.repeat(201);
    expect(form.check()).toBe(false);
    expect(form.refuse(new Failure('invalid', { Field: 'date', Reason: 'bad_date' }))).toBe(true);
    expect(Object.keys(form.errors)).toEqual(['date']);
    expect(form.refuse(new Failure('conflict', { Reason: 'basis_fixed' }))).toBe(false);
  });
});

describe('the words', () => {
  it('tell a basis with the day of the paper, or else of the record', () => {
    const at = new Date(2026, 10, 29, 12).getTime();
    expect(basisLine(stored({}))).toBe('The participant is asked for consent on the screen');
    expect(basisLine(stored({ basis: 'paper', date: '2026-11-20', at }))).toBe('Agreed on paper, 20 November 2026');
    expect(basisLine(stored({ basis: 'consent', at }))).toBe('Agreed on the screen, 29 November 2026');
  });

  it('list what was arranged', () => {
    expect(arrangedLine({})).toBe('nothing special');
    expect(arrangedLine({ helper: true, reader: true, note: 'large print' })).toBe('Texts are read out; A helper enters the answers; large print');
  });

  it('write today as a day on a paper', () => {
    expect(today(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
  });
});
