import { describe, expect, it } from 'vitest';
import type { KioskItem } from '../api';
import { Practising } from './practice.svelte';
import { sampleSession } from './testing';

const ranking = sampleSession().items[0] as KioskItem;

/** A practice whose order stands whole, from the first ending to the last. */
function whole(): Practising {
  const practising = new Practising(ranking, 0);
  const given = practising.answer.value();
  practising.answer.restore({ ...given, ranks: [4, 3, 2, 1] });
  return practising;
}

describe('Practising', () => {
  it('says nothing back before the answer is whole', () => {
    const practising = new Practising(ranking, 0);
    practising.check();
    expect([practising.phase, practising.tries, practising.turn]).toEqual(['try', 0, null]);
  });

  it('asks again after turning round, and knows that the direction was reversed', () => {
    const practising = whole();
    practising.check();
    expect([practising.phase, practising.tries, practising.reversed]).toEqual(['check', 1, false]);
    practising.turnRound();
    expect(practising.answer.value().ranks).toEqual([1, 2, 3, 4]);
    expect([practising.phase, practising.tries, practising.reversed]).toEqual(['check', 2, true]);
  });

  it('tells which end is which once something was not meant, and waits for the change', () => {
    const practising = whole();
    practising.check();
    expect(practising.explains).toBe(false);
    practising.again();
    expect([practising.explains, practising.phase]).toEqual([true, 'try']);
    practising.answer.restore({ ...practising.answer.value(), ranks: [4, 2, 3, 1] });
    practising.check();
    expect([practising.tries, practising.reversed]).toEqual([2, false]);
  });
});
