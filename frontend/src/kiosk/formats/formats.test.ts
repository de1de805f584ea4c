import { describe, expect, it } from 'vitest';
import type { KioskItem } from '../../api';
import { sampleSession } from '../testing';
import { formatOf } from '.';
import { NOTHING } from './answer';
import { Sort } from './cards/sort.svelte';
import { besideCard } from './cards/way';
import { Choice } from './choice/choice.svelte';
import { Quantity } from './number/number.svelte';
import { Settled } from './settle';
import { Words } from './text/text.svelte';

describe('a card sort', () => {
  const sort = () => new Sort(5, [1, 3, 1]);
  const lying = (s: Sort) => [0, 1, 2].map((column) => s.cards(column));

  it('starts with everything on the pile and keeps the number of places', () => {
    const s = sort();
    expect([s.pile, s.placed, s.complete, s.canUndo]).toEqual([[0, 1, 2, 3, 4], 0, false, false]);
    expect(s.put(2, 0)).toEqual({ did: 'put', card: 2, column: 0, filled: null });
    expect(s.put(3, 0)).toEqual({ did: 'full', column: 0 });
    expect([s.put(3, 3), s.put(3, -1), s.put(2, 0)]).toEqual([null, null, null]);
    expect(s.pile).toEqual([0, 1, 3, 4]);
  });

  it('lays the last card into the last place, and takes both back in one step', () => {
    const s = sort();
    for (const [card, column] of [[0, 0], [1, 1], [2, 1]] as const) s.put(card, column);
    expect(s.put(3, 1)).toEqual({ did: 'put', card: 3, column: 1, filled: 4 });
    expect([lying(s), s.complete]).toEqual([[[0], [1, 2, 3], [4]], true]);
    expect(s.value().columns).toEqual([0, 1, 1, 1, 2]);
    s.undo();
    expect(s.pile).toEqual([3, 4]);
  });

  it('moves between columns, goes back to the pile and comes back as it was stored', () => {
    const s = new Sort(5, [1, 3, 1], [0, 1, 1, 1, 2]);
    expect([s.complete, s.put(0, 1)]).toEqual([true, { did: 'full', column: 1 }]);
    expect(s.takeBack(3)).toEqual({ did: 'taken', card: 3 });
    expect(s.put(0, 1)).toMatchObject({ did: 'put', filled: null });
    expect(lying(s)).toEqual([[], [0, 1, 2], [4]]);
    s.restore({ ...NOTHING, columns: [2, 1, 1, 1, 0] });
    expect(lying(s)).toEqual([[4], [1, 2, 3], [0]]);
    s.undo();
    expect(lying(s)).toEqual([[], [0, 1, 2], [4]]);
  });

  it('lays a picked card down again, and by every act', () => {
    const s = sort();
    s.pick(1);
    s.pick(1);
    expect(s.picked).toBeNull();
    s.pick(1);
    s.put(1, 1);
    expect(s.picked).toBeNull();
  });

  it('never loses a card, whatever the way', () => {
    const s = sort();
    let seed = 11;
    const roll = (m: number) => (seed = (seed * 48271) % 2147483647) % m;
    for (let i = 0; i < 2000; i++) {
      const card = roll(5);
      [() => s.put(card, roll(3)), () => s.takeBack(card), () => s.undo(), () => s.pick(card)][roll(4)]?.();
      expect([...s.pile, ...lying(s).flat()].sort()).toEqual([0, 1, 2, 3, 4]);
      expect(lying(s).every((cards, column) => cards.length <= (s.places[column] ?? 0))).toBe(true);
    }
  });

  it('leads arrows through columns, over gaps, and between columns and pile', () => {
    const s = new Sort(5, [1, 3, 1]);
    for (const [card, column] of [[0, 0], [3, 2]] as const) s.put(card, column);
    expect(besideCard(s, 0, 'After', 3)).toBe(3);
    expect(besideCard(s, 3, 'Before', 3)).toBe(0);
    expect([besideCard(s, 0, 'Before', 3), besideCard(s, 3, 'After', 3)]).toEqual([null, null]);
    expect(besideCard(s, 0, 'Down', 3)).toBe(1);
    expect([besideCard(s, 1, 'Up', 3), besideCard(s, 1, 'After', 3), besideCard(s, 1, 'Down', 3)]).toEqual([0, 2, 4]);
  });
});

describe('a choice', () => {
  it('of one: nothing first, another one instead, back and undone', () => {
    const c = new Choice(4, { many: false, least: 1, most: 1 });
    expect([c.complete, c.begun, c.press(9), c.press(-1)]).toEqual([false, false, null, null]);
    expect([c.press(2), c.press(2), c.press(1)]).toEqual(['chosen', null, 'chosen']);
    expect(c.value().chosen).toEqual([1]);
    expect([c.clear(), c.complete, c.clear()]).toEqual(['taken', false, null]);
    c.undo();
    c.undo();
    expect(c.chosen).toEqual([2]);
  });

  it('of several: within its bounds, and none of these as an answer', () => {
    const two = new Choice(4, { many: true, least: 2, most: 2 });
    expect([two.press(3), two.complete, two.press(0), two.complete, two.press(1)]).toEqual(['chosen', false, 'chosen', true, 'full']);
    expect([two.chosen, two.press(3), two.complete, two.pressNone()]).toEqual([[0, 3], 'taken', false, null]);
    const any = new Choice(3, { many: true, least: 0, most: 3 });
    any.press(1);
    expect([any.pressNone(), any.none, any.chosen, any.complete]).toEqual(['none', true, [], true]);
    expect([any.press(0), any.none]).toEqual(['chosen', false]);
    expect(new Choice(3, { many: true, least: 0, most: 3 }, NOTHING).none).toBe(true);
  });

  it('that was taken back is open after a restart, and not none of these', () => {
    const options = ['a', 'b'].map((text) => ({ text, apart: false }));
    const item = { ...sampleSession().items[0], type: 'multiple_choice', choice: { options, least: 0, most: 2, advance: false } } as KioskItem;
    const stands = (answered: boolean) => formatOf(item).state({ ...item, revision: 2, answered }).complete;
    expect([stands(true), stands(false)]).toEqual([true, false]);
  });
});

describe('a number', () => {
  const quantity = (stored = '') => new Quantity({ min: '-5', max: '40', step: '' }, stored);

  it.each([
    ['12,5', '12.5'], ['-5', '-5'], ['−2.50', '-2.5'], ['0', '0'], ['40', '40'], [' 7 ', '7'],
  ])('reads %s', (typed, number) => {
    const q = quantity();
    q.type(typed);
    expect([q.complete, q.value().number]).toEqual([true, number]);
  });

  it.each([['41', 'high'], ['-6', 'low'], ['twelve', 'form'], ['1.000', 'form'], ['', 'none']])('keeps %s open', (typed, fault) => {
    const q = quantity('3');
    q.type(typed);
    expect([q.complete, q.fault]).toEqual([false, fault]);
  });
});

describe('own words', () => {
  it('count characters, not their encoding, and blanks are no answer', () => {
    const w = new Words(3);
    w.type('  ');
    expect([w.begun, w.complete]).toEqual([false, false]);
    w.type('👍👍👍');
    expect([w.left, w.complete, w.value().text]).toEqual([0, true, '👍👍👍']);
    w.type('four');
    expect([w.left, w.complete]).toEqual([-1, false]);
    w.type('a\r\nb');
    expect(w.value().text).toBe('a\nb');
  });

  it('that are stored and not shown stand until new ones are stored', () => {
    const kept = { ...NOTHING, sealed: true };
    const w = new Words(3, kept);
    expect([w.sealed, w.begun, w.complete, w.text, w.value()]).toEqual([true, true, true, '', kept]);
    w.type(' ');
    expect([w.sealed, w.value()]).toEqual([true, kept]);
    w.type('new');
    expect([w.sealed, w.complete, w.value()]).toEqual([false, true, { ...NOTHING, text: 'new' }]);
    w.type('');
    expect([w.sealed, w.complete, w.value()]).toEqual([true, true, kept]);
    w.type('four');
    expect(w.complete).toBe(false);
    w.type('new');
    w.stored({ ...NOTHING, text: 'new' });
    w.type('');
    expect([w.sealed, w.begun, w.complete]).toEqual([false, false, false]);
  });
});

describe('a settled answer', () => {
  it('goes on by Enter only some time after it became whole', () => {
    let clock = 1000;
    const s = new Settled(() => clock);
    expect(s.over).toBe(true);
    s.note(false, true);
    clock = 1400;
    expect(s.over).toBe(false);
    clock = 1401;
    expect(s.over).toBe(true);
    s.note(true, true);
    expect(s.over).toBe(true);
  });
});
