import { cleanup, render } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KioskItem } from '../api';
import { Practising } from './practice.svelte';
import Practice from './screens/Practice.svelte';
import type { Screen } from './screen';
import { sampleSession, sit } from './testing';
import { standInForPage } from './testing-page';

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

describe('the question of a practice', () => {
  beforeAll(standInForPage);
  afterEach(cleanup);

  it('follows the language on screen with all its words', async () => {
    const { flow } = sit(sampleSession({ step: '*practice:ranking' }));
    const screen = flow.screen as Screen & { kind: 'practice' };
    screen.practising.answer.restore({ ...screen.practising.answer.value(), ranks: [4, 3, 2, 1] });
    screen.practising.check();
    const { container, rerender } = render(Practice, { flow, screen });
    const asked = () => container.querySelector('.ask')?.textContent.trim();
    expect(asked()).toBe('most ending 0 of p en least ending 3 of p en');
    await flow.speak('id');
    await rerender({ flow, screen: flow.screen as typeof screen });
    await tick();
    expect(asked()).toBe('most ending 0 of p id least ending 3 of p id');
  });
});
