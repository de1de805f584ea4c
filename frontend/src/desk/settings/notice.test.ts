import { describe, expect, it } from 'vitest';
import { Failure, type DeskNotice } from '../../api';
import { NoticeForm } from './notice.svelte';

const part = (id: string, words: string, supplied = words) => ({ id, title: id, words, supplied });
const stored = (more: Partial<DeskNotice> = {}): DeskNotice => ({
  name: 'Ubud Centre', months: 84, version: 2, at: 1, versions: [],
  texts: [
    { language: 'en', name: 'English', title: '', parts: [part('purpose', 'Why.'), part('kept', 'Own.', 'Kept.')] },
    { language: 'id', name: 'Bahasa Indonesia', title: '', parts: [part('purpose', 'Untuk apa.'), part('kept', 'Sendiri.', 'Disimpan.')] },
  ],
  ...more,
});

describe('NoticeForm', () => {
  it('tells months in years where it can, and back', () => {
    const form = new NoticeForm(stored());
    expect([form.amount, form.unit, form.months, form.changed]).toEqual(['7', 'years', 84, false]);
    expect([new NoticeForm(stored({ months: 18 })).amount, new NoticeForm(stored({ months: 18 })).unit]).toEqual(['18', 'months']);
    form.unit = 'months';
    expect([form.months, form.changed]).toEqual([7, true]);
  });

  it.each([['', false], ['0', false], ['1', true], ['100', true], ['101', false], ['7.5', false], ['-1', false], ['seven', false]])('takes %j years: %s', (amount, good) => {
    const form = new NoticeForm(stored());
    form.amount = amount;
    expect(form.check()).toBe(good);
    expect('months' in form.errors).toBe(!good);
  });

  it('knows own words from supplied ones, and takes these in every language', () => {
    const form = new NoticeForm(stored());
    expect([form.own('purpose'), form.own('kept')]).toEqual([false, true]);
    form.errors = { 'id.kept': 'x' };
    form.supply('kept');
    expect(form.request().words).toEqual({ en: { purpose: 'Why.', kept: 'Kept.' }, id: { purpose: 'Untuk apa.', kept: 'Disimpan.' } });
    expect([form.own('kept'), form.changed, form.errors]).toEqual([false, true, {}]);
    form.undo();
    expect([form.own('kept'), form.changed]).toEqual([true, false]);
  });

  it('puts a refusal beside its field, with the language that has own words', () => {
    const form = new NoticeForm(stored());
    expect(form.refuse(new Failure('invalid', { Field: 'id.purpose', Reason: 'other_language', Language: 'en' }))).toBe(true);
    expect(form.errors['id.purpose']).toContain('In English this part has words of your own.');
    expect(form.refuse(new Failure('disk_full'))).toBe(false);
  });

  it('keeps typed words when the name is saved elsewhere', () => {
    const form = new NoticeForm(stored());
    form.words['en'] = { ...form.words['en'], purpose: 'Research.' };
    form.follow(stored({ name: 'Denpasar', months: 12 }));
    expect([form.name, form.months, form.words['en']?.['purpose'], form.changed]).toEqual(['Denpasar', 12, 'Research.', true]);
  });
});
