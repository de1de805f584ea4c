import { describe, expect, it } from 'vitest';
import type { KioskSession } from '../api';
import type { Flow } from './flow.svelte';
import { placeOf, rankingOf, sampleSession, sit, type FakeApi, type Sitting } from './testing';

let api: FakeApi;
let flow: Flow;
let sitting: Sitting;

function start(change: Partial<KioskSession> = {}, ranks: Record<string, number[]> = {}): void {
  sitting = sit(sampleSession(change), ranks);
  ({ api, flow } = sitting);
}

const ranking = (id: string) => rankingOf(flow, id);
const at = () => placeOf(flow);

const given = [4, 3, 2, 1];
const all = { s1: given, s2: given, c1: given, c2: given };

describe('resuming', () => {
  it.each([
    ['', 'welcome'],
    ['*review', 'review'],
    ['s2', 's2'],
    ['s1', 's1'],
    ['c1', 'section context'],
    ['gone', 'welcome'],
  ])('from step %j stands at %s', (step, want) => {
    start({ step, resumed: true }, { s1: given, s2: given });
    if (step !== '' && step !== 'gone') {
      expect(at()).toBe('again');
      flow.goOn();
    }
    expect(at()).toBe(want);
  });

  it('knows that the review opened the set, and leads back there', async () => {
    start({ step: '*review' }, all);
    await flow.visit('s2');
    expect([api.current.step, flow.visiting]).toEqual(['*review:s2', true]);
    start({ step: '*review:s2', resumed: true }, all);
    flow.goOn();
    flow.returned(90_000);
    await Promise.resolve();
    expect([at(), api.current.step]).toEqual(['again', '*review:s2']);
    flow.goOn();
    expect([at(), flow.visiting]).toEqual(['s2', true]);
    await flow.next();
    expect([at(), api.current.step, flow.visiting]).toEqual(['review', '*review', false]);
    // The control: a set on the way leads on along it.
    start({ step: 's2' }, all);
    await flow.next();
    expect([at(), flow.visiting]).toEqual(['section context', false]);
  });

  it('opens a set out of the review again that is the first of its section and has nothing in it', () => {
    start({ step: '*review:c1' }, { s1: given, s2: given });
    expect([at(), flow.visiting]).toEqual(['c1', true]);
  });

  it('keeps order and answers, and says where it goes on first', async () => {
    start({ step: 's2', resumed: true, awayMs: 1_799_999 }, { s1: given, s2: [2, 4, 1, 3] });
    expect(flow.screen).toMatchObject({ kind: 'again', stop: { kind: 'item', id: 's2' }, instruct: false });
    flow.goOn();
    expect([at(), ranking('s2').ranks, flow.stored, api.calls]).toEqual(['s2', [2, 4, 1, 3], true, []]);
    await flow.next();
    expect(at()).toBe('section context');
  });

  it('shows the instruction again after a long absence', () => {
    start({ step: 's2', resumed: true, awayMs: 1_800_000 }, { s1: given });
    expect(flow.screen).toMatchObject({ kind: 'again', instruct: true });
  });

  it('says where it goes on after a sleep, and stores the visit so far', async () => {
    start({ step: 's2' }, { s1: given });
    sitting.clock = 4000;
    ranking('s2').tap(1);
    flow.process.act('keyboard');
    flow.returned(90_000);
    await Promise.resolve();
    expect([at(), api.calls]).toEqual(['again', ['visit s2']]);
    expect(api.visits).toMatchObject([{ step: 's2', left: 's2', process: { totalMs: 4000, changes: 1, means: 'keyboard' } }]);
    flow.goOn();
    expect([at(), ranking('s2').places[0]]).toEqual(['s2', 1]);
  });

  it('has nothing to come back to on the welcome', () => {
    start({ step: '' });
    flow.returned(90_000);
    expect(at()).toBe('welcome');
  });

  it('shows the end alone once the session is finalised', () => {
    start({ done: true, step: 's1' }, all);
    expect(at()).toBe('end');
  });
});
