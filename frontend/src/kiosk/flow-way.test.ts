// Which sections and sets belong to the way, and which of them may stay open.
import { describe, expect, it } from 'vitest';
import type { Flow } from './flow.svelte';
import { fillSet, placeOf, rankingOf, sampleSession, sit, type FakeApi } from './testing';

let api: FakeApi;
let flow: Flow;

const ranking = (id: string) => rankingOf(flow, id);
const at = () => placeOf(flow);
const fill = () => fillSet(flow);

const given = [4, 3, 2, 1];

describe('a section with a condition', () => {
  /** The second section is shown while the first set has its first ending on top. */
  function conditional(step: string, ranks: Record<string, number[]> = {}): void {
    const session = sampleSession({ step });
    for (const section of session.sections) section.shown = section.id === 'style';
    ({ api, flow } = sit(session, ranks));
    api.way = (item) => (item.id === 's1' && item.answer.ranks[0] === 4 ? ['style', 'context'] : ['style']);
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
    ranking('s1').move(0, 1);
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
    ({ flow } = sit(sampleSession({ step: '*review', items }), ranks));
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
    ranking('c1').takeBack(0);
    expect(flow.due.map((item) => item.id)).toEqual(['c1']);
  });
});
