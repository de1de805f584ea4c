import { beforeEach, describe, expect, it } from 'vitest';
import type { Failure, KioskSession } from '../api';
import type { Flow } from './flow.svelte';
import { NOTHING } from './formats/answer';
import type { Words } from './formats/text/text.svelte';
import { fillSet, placeOf, rankingOf, sampleSession, sit, type FakeApi, type Sitting } from './testing';

let api: FakeApi;
let flow: Flow;
let lost: Failure[];
let sitting: Sitting;

function start(change: Partial<KioskSession> = {}, ranks: Record<string, number[]> = {}): void {
  sitting = sit(sampleSession(change), ranks);
  ({ api, flow, lost } = sitting);
}

const ranking = (id: string) => rankingOf(flow, id);
const at = () => placeOf(flow);
const fill = () => fillSet(flow);

const given = [4, 3, 2, 1];
const all = { s1: given, s2: given, c1: given, c2: given };

beforeEach(() => start());

describe('the way', () => {
  it('leads through welcome, both sections, review and end', async () => {
    const seen = [at()];
    for (let i = 0; i < 11; i++) {
      if (flow.screen.kind === 'item') fill();
      await flow.next();
      seen.push(at());
    }
    expect(seen).toEqual([
      'welcome', 'consent', 'how', 'practice', 'section style', 's1', 's2', 'section context', 'c1', 'c2', 'review', 'confirm',
    ]);
    await flow.finish();
    expect([at(), flow.session.done]).toEqual(['end', true]);
  });

  it('tells the store every step, the first set for a section', async () => {
    for (let i = 0; i < 5; i++) await flow.next();
    expect(at()).toBe('s1');
    for (let i = 0; i < 5; i++) await flow.back();
    const there = ['*consent', '*how:ranking', '*practice:ranking', 's1'];
    expect(api.calls).toEqual([...there, 's1', ...there.toReversed(), ''].map((step) => `visit ${step}`));
  });

  it('numbers the sets through', () => {
    expect(['s1', 's2', 'c1', 'c2'].map((id) => flow.number(id))).toEqual([1, 2, 3, 4]);
    expect(flow.total).toBe(4);
  });

  it('does not go beyond its ends', async () => {
    await flow.back();
    expect(at()).toBe('welcome');
    start({ step: '*confirm' }, all);
    await flow.next();
    expect(at()).toBe('confirm');
  });
});

describe('a set', () => {
  beforeEach(() => start({ step: 's2' }));

  it('is not left by Next before it is complete', async () => {
    ranking('s2').tap(0);
    await flow.next();
    expect([at(), api.calls]).toEqual(['s2', []]);
  });

  it('can be left open, and keeps what was placed', async () => {
    ranking('s2').tap(2);
    await flow.leaveOpen();
    expect([at(), api.answers.length]).toEqual(['section context', 0]);
    await flow.back();
    expect([at(), ranking('s2').places]).toEqual(['s2', [2, null, null, null]]);
  });

  it('is saved with how it came about, once per change', async () => {
    sitting.clock = 1500;
    fill();
    flow.changed();
    sitting.clock = 9000;
    await flow.next();
    expect(api.answers).toEqual([
      expect.objectContaining({ itemId: 's2', answer: { ...NOTHING, ranks: [4, 3, 2, 1] }, process: expect.objectContaining({ firstActionMs: 1500, totalMs: 1500, changes: 3, means: 'pointer' }) as unknown }),
    ]);
    expect(at()).toBe('section context');
    // Looked at until it was left: that visit is told once more, and is longer.
    expect(api.visits).toMatchObject([{ step: 'c1', left: 's2', process: { firstActionMs: 1500, totalMs: 9000, changes: 3 } }]);
    expect(api.visits[0]?.process.shownAt).toBe(api.answers[0]?.process.shownAt);
  });

  it('is noted in the store before the next one is shown', async () => {
    fill();
    const going = flow.next();
    const shown: string[] = [];
    const visit = api.visit.bind(api);
    api.visit = async (request) => {
      shown.push(`${at()} while ${request.step}`);
      return visit(request);
    };
    await going;
    expect([shown, at()]).toEqual([['s2 while c1'], 'section context']);
  });

  it('does not go on while it is unsaved, and goes on when it is', async () => {
    api.fail = ['disk_full', 'disk_full'];
    fill();
    await flow.saver.flush();
    await flow.next();
    expect([at(), flow.saver.state, flow.stored]).toEqual(['s2', 'failed', false]);
    await flow.next();
    expect([at(), flow.saver.state]).toEqual(['section context', 'saved']);
  });

  it('does not go back while it is unsaved', async () => {
    api.fail = ['read_only', 'read_only'];
    fill();
    await flow.saver.flush();
    await flow.back();
    expect(at()).toBe('s2');
  });

  it('takes one step for two presses at once', async () => {
    fill();
    await Promise.all([flow.next(), flow.next()]);
    expect(at()).toBe('section context');
  });
});

describe('the language', () => {
  it('changes all words and keeps places, answers and the screen', async () => {
    start({ step: 's2' });
    ranking('s2').tap(3);
    await flow.speak('id');
    const screen = flow.screen;
    expect(screen.kind === 'item' && screen.item.stem).toBe('stem s2 id');
    expect(ranking('s2').places).toEqual([3, null, null, null]);
  });

  it('says why it cannot change', async () => {
    api.fail = ['text_missing'];
    await flow.speak('id');
    expect([flow.refused?.code, flow.session.language]).toEqual(['text_missing', 'en']);
    await flow.speak('id');
    expect([flow.refused, flow.session.language]).toEqual([null, 'id']);
  });

  it('changes also while a step is on its way', async () => {
    await Promise.all([flow.next(), flow.speak('id')]);
    expect([at(), flow.session.language]).toEqual(['consent', 'id']);
  });
});

describe('the review', () => {
  it('lists open sets, leads to one and back', async () => {
    start({ step: '*review' }, { ...all, s2: [0, 0, 0, 0] });
    expect(flow.open.map((item) => item.id)).toEqual(['s2']);
    await flow.visit('s2');
    expect([at(), flow.visiting]).toEqual(['s2', true]);
    fill();
    await flow.next();
    expect([at(), flow.open, flow.visiting]).toEqual(['review', [], false]);
    await flow.visit('c1');
    await flow.back();
    expect(at()).toBe('review');
  });

  it('stays itself when it could not be left', async () => {
    start({ step: '*review' }, all);
    await Promise.all([flow.back(), flow.visit('s2')]);
    expect([at(), flow.visiting]).toEqual(['c2', false]);
  });

  it('cannot finish with one open', async () => {
    start({ step: '*review' }, { ...all, c2: [0, 0, 0, 0] });
    await flow.finish();
    expect([at(), api.calls.includes('finish')]).toEqual(['review', false]);
  });

  it('cannot finish with one taken back after it was saved, and the store knows', async () => {
    start({ step: '*review' }, all);
    await flow.visit('c2');
    ranking('c2').tap(0);
    flow.changed();
    expect(flow.saver.has('c2')).toBe(true);
    await flow.leaveOpen();
    await flow.finish();
    expect([at(), flow.open.length, flow.saver.has('c2')]).toEqual(['review', 1, false]);
    expect(api.answers).toMatchObject([{ itemId: 'c2', withdrawn: true, answer: NOTHING, revision: 1 }]);
    await flow.visit('c2');
    ranking('c2').tap(0);
    flow.changed();
    await flow.next();
    expect([api.answers[1]?.withdrawn, api.answers[1]?.revision, flow.open.length]).toEqual([false, 2, 0]);
  });

  it('keeps words that are not shown any more, also when something was begun in their place', async () => {
    const words = { type: 'text', text: { maxLength: 9 }, answer: { ...NOTHING, sealed: true }, answered: true, revision: 1, required: 'none' };
    const items = sampleSession().items.map((item) => (item.id === 's1' ? { ...item, ...words } : item));
    start({ step: 's1', items });
    const state = flow.state('s1') as Words;
    expect([flow.stored, flow.open.length]).toEqual([true, 3]);
    state.type('n');
    flow.changed(true);
    state.type('');
    flow.changed(true);
    await flow.next();
    expect([api.answers.filter((a) => a.withdrawn || a.answer.text !== ''), flow.open.length]).toEqual([[], 3]);
    await flow.back();
    state.type('new');
    flow.changed(true);
    await flow.next();
    expect(api.answers.at(-1)).toMatchObject({ answer: { ...NOTHING, text: 'new' }, withdrawn: false });
    await flow.back();
    state.type('');
    await flow.leaveOpen();
    expect(api.answers.at(-1)).toMatchObject({ withdrawn: true });
  });

  it('stays on a set whose answer could not be taken back', async () => {
    start({ step: '*review' }, all);
    await flow.visit('c2');
    ranking('c2').tap(0);
    api.fail = ['disk_full'];
    await flow.leaveOpen();
    expect([at(), flow.saver.state, flow.saver.has('c2')]).toEqual(['c2', 'failed', true]);
  });

  it('stays and says why when finishing fails', async () => {
    start({ step: '*review' }, all);
    api.fail = ['disk_full'];
    expect((await flow.finish())?.code).toBe('disk_full');
    expect(at()).toBe('review');
    expect(await flow.finish()).toBeNull();
    expect(at()).toBe('end');
  });
});

describe('losing the session', () => {
  it.each(['locked', 'session_closed'] as const)('by %s hands over at any step', async (code) => {
    api.fail = [code];
    await flow.next();
    expect(lost.map((f) => f.code)).toEqual([code]);
  });

  it('is not a lost note of a step', async () => {
    api.fail = ['disk_full'];
    await flow.next();
    expect([lost, at()]).toEqual([[], 'consent']);
  });
});
