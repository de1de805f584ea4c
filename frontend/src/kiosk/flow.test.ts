import { beforeEach, describe, expect, it } from 'vitest';
import type { Failure, KioskSession } from '../api';
import { Flow } from './flow.svelte';
import { FakeApi, sampleSession } from './testing';

let api: FakeApi;
let flow: Flow;
let lost: Failure[];
let clock: number;

function start(change: Partial<KioskSession> = {}, ranks: Record<string, number[]> = {}): void {
  const session = sampleSession(change);
  for (const item of session.items) {
    const given = ranks[item.id];
    if (given) Object.assign(item, { ranks: given, revision: 1 });
  }
  api = new FakeApi(structuredClone(session));
  lost = [];
  clock = 0;
  flow = new Flow({ api, session, now: () => clock, onlost: (f) => lost.push(f) });
}

/** Where the flow stands, in one word. */
function at(): string {
  const screen = flow.screen;
  if (screen.kind === 'item') return screen.item.id;
  return screen.kind === 'section' ? `section ${screen.section.id}` : screen.kind;
}

/** Completes the set on screen with three taps. */
function fill(): void {
  const { screen } = flow;
  if (screen.kind !== 'item') throw new Error(`no set on screen: ${at()}`);
  for (const ending of [0, 1, 2]) {
    flow.ranking(screen.item.id).tap(ending);
    flow.process.act('pointer');
  }
  flow.changed();
}

const given = [4, 3, 2, 1];
const all = { s1: given, s2: given, c1: given, c2: given };

beforeEach(() => start());

describe('the way', () => {
  it('leads through welcome, both sections, review and end', async () => {
    const seen = [at()];
    for (let i = 0; i < 7; i++) {
      if (flow.screen.kind === 'item') fill();
      await flow.next();
      seen.push(at());
    }
    expect(seen).toEqual(['welcome', 'section style', 's1', 's2', 'section context', 'c1', 'c2', 'review']);
    await flow.finish();
    expect([at(), flow.session.done]).toEqual(['end', true]);
  });

  it('tells the store every step, the first set for a section', async () => {
    await flow.next();
    await flow.next();
    await flow.back();
    await flow.back();
    expect(api.calls).toEqual(['visit s1', 'visit s1', 'visit s1', 'visit ']);
  });

  it('numbers the sets through', () => {
    expect(['s1', 's2', 'c1', 'c2'].map((id) => flow.number(id))).toEqual([1, 2, 3, 4]);
    expect(flow.total).toBe(4);
  });

  it('does not go beyond its ends', async () => {
    await flow.back();
    expect(at()).toBe('welcome');
    start({ step: '*review' });
    await flow.next();
    expect(at()).toBe('review');
  });
});

describe('a set', () => {
  beforeEach(() => start({ step: 's2' }));

  it('is not left by Next before it is complete', async () => {
    flow.ranking('s2').tap(0);
    await flow.next();
    expect([at(), api.calls]).toEqual(['s2', []]);
  });

  it('can be left open, and keeps what was placed', async () => {
    flow.ranking('s2').tap(2);
    await flow.leaveOpen();
    expect([at(), api.answers.length]).toEqual(['section context', 0]);
    await flow.back();
    expect([at(), flow.ranking('s2').places]).toEqual(['s2', [2, null, null, null]]);
  });

  it('is saved with how it came about, once per change', async () => {
    clock = 1500;
    fill();
    flow.changed();
    clock = 9000;
    await flow.next();
    expect(api.answers).toEqual([
      expect.objectContaining({ itemId: 's2', ranks: [4, 3, 2, 1], firstActionMs: 1500, totalMs: 1500, changes: 3, means: 'pointer' }),
    ]);
    expect(at()).toBe('section context');
  });

  it('is noted in the store before the next one is shown', async () => {
    fill();
    const going = flow.next();
    const shown: string[] = [];
    const visit = api.visit.bind(api);
    api.visit = async (step) => {
      shown.push(`${at()} while ${step}`);
      return visit(step);
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
    flow.ranking('s2').tap(3);
    await flow.speak('id');
    const screen = flow.screen;
    expect(screen.kind === 'item' && screen.item.stem).toBe('stem s2 id');
    expect(flow.ranking('s2').places).toEqual([3, null, null, null]);
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
    expect([at(), flow.session.language]).toEqual(['section style', 'id']);
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

  it('cannot finish with one taken back after it was saved', async () => {
    start({ step: '*review' }, all);
    await flow.visit('c2');
    flow.ranking('c2').tap(0);
    flow.changed();
    await flow.leaveOpen();
    await flow.finish();
    expect([at(), flow.open.length]).toEqual(['review', 1]);
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
    expect([at(), flow.resumed]).toEqual([want, step !== '']);
  });

  it('keeps order and answers and says so until the first step', async () => {
    start({ step: 's2', resumed: true }, { s1: given, s2: [2, 4, 1, 3] });
    expect([flow.ranking('s2').ranks, flow.resumed, flow.stored]).toEqual([[2, 4, 1, 3], true, true]);
    await flow.next();
    expect(flow.resumed).toBe(false);
  });

  it('shows the end alone once the session is finalised', () => {
    start({ done: true, step: 's1' }, all);
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
    expect([lost, at()]).toEqual([[], 'section style']);
  });
});

describe('a section with a condition', () => {
  /** The second section is shown while the first set has its first ending on top. */
  function conditional(step: string, ranks: Record<string, number[]> = {}): void {
    start({ step }, ranks);
    const hidden = structuredClone(api.current);
    for (const section of hidden.sections) section.shown = section.id === 'style';
    api = new FakeApi(hidden);
    api.way = (item) => (item.id === 's1' && item.ranks[0] === 4 ? ['style', 'context'] : ['style']);
    flow = new Flow({ api, session: structuredClone(hidden), now: () => clock, onlost: (f) => lost.push(f) });
  }

  it('comes into the way with the answer that shows it, and the place stays', async () => {
    conditional('s1');
    expect([flow.total, flow.items.map((i) => i.id), flow.number('s2')]).toEqual([2, ['s1', 's2'], 2]);
    await flow.next();
    fill();
    await flow.saver.flush();
    expect([at(), flow.total, flow.sections.map((s) => s.id), flow.number('c1')]).toEqual(['s1', 4, ['style', 'context'], 3]);
    await flow.next();
    await flow.leaveOpen();
    expect(at()).toBe('section context');
  });

  it('goes from the way again; its answers are kept and count for nothing', async () => {
    conditional('s1', { s2: given, c1: given, c2: given });
    api.way = () => ['style'];
    fill();
    await flow.next();
    await flow.next();
    expect([at(), flow.open.length, flow.due.length]).toEqual(['review', 0, 0]);
    await flow.back();
    expect(at()).toBe('s2');
    await flow.visit('s1');
    api.way = () => ['style', 'context'];
    flow.ranking('s1').move(0, 1);
    flow.changed();
    await flow.next();
    expect([at(), flow.total, flow.open.length]).toEqual(['review', 4, 0]);
  });

  it('is passed over when it is hidden', async () => {
    conditional('s2', { s1: [1, 2, 3, 4] });
    await flow.leaveOpen();
    expect(at()).toBe('review');
    await flow.back();
    expect(at()).toBe('s2');
  });

  it('begins at the welcome when the stored step is not shown', () => {
    conditional('c2');
    expect(at()).toBe('welcome');
  });

  it('follows the store when the language changes', async () => {
    conditional('s1');
    for (const section of api.current.sections) section.shown = true;
    await flow.speak('id');
    expect([flow.total, at()]).toEqual([4, 'section style']);
  });
});

describe('sets that may stay open', () => {
  function relaxed(required: string, ranks: Record<string, number[]> = {}): void {
    const items = sampleSession().items.map((item) => ({ ...item, required: item.section === 'context' ? required : 'all' }));
    start({ step: '*review', items }, ranks);
  }
  const style = { s1: given, s2: given };

  it.each([
    ['all', ['c1', 'c2'], []],
    ['soft', [], ['c1', 'c2']],
    ['none', [], []],
  ])('required %s', async (required, due, asked) => {
    relaxed(required, style);
    const ids = (items: { id: string }[]) => items.map((item) => item.id);
    expect([ids(flow.due), ids(flow.asked), ids(flow.open)]).toEqual([due, asked, ['c1', 'c2']]);
    await flow.finish();
    expect(at()).toBe(due.length > 0 ? 'review' : 'end');
  });

  it('are due once a stored answer was taken apart, or the store would count what the screen does not show', () => {
    relaxed('soft', { ...style, c1: given });
    expect(flow.due).toEqual([]);
    flow.ranking('c1').takeBack(0);
    expect(flow.due.map((item) => item.id)).toEqual(['c1']);
  });
});
