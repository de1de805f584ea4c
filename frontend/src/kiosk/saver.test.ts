import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Failure, Given } from '../api';
import { NOTHING } from './formats/answer';
import { Saver, type Answer } from './saver.svelte';
import { FakeApi } from './testing';

const answer = (value: Given, itemId = 's1'): Answer => ({
  itemId,
  value,
  process: { shownAt: 9, firstActionMs: 1, totalMs: 2, changes: 3, means: 'pointer', focusLosses: 0 },
});
const given = (...ranks: number[]): Given => ({ ...NOTHING, ranks });
const first = given(4, 3, 2, 1);
const second = given(1, 2, 3, 4);

let api: FakeApi;
let saver: Saver;
let lost: Failure[];
let ways: string[][];

beforeEach(() => {
  vi.useFakeTimers();
  api = new FakeApi();
  lost = [];
  ways = [];
  saver = new Saver({ api, session: api.current, onlost: (f) => lost.push(f), onway: (w) => ways.push(w) });
});
afterEach(() => {
  saver.close();
  vi.useRealTimers();
});

/** Holds the answers of the api; the function that comes back lets them go. */
function hold(): () => void {
  let go = () => {};
  api.gate = new Promise((done) => (go = done));
  return () => go();
}

describe('Saver', () => {
  it('says saved only after the acknowledgement', async () => {
    const go = hold();
    const saving = saver.save(answer(first));
    await vi.advanceTimersByTimeAsync(250);
    expect([saver.state, saver.holds('s1', first)]).toEqual(['idle', false]);
    go();
    expect(await saving).toBe(true);
    expect([saver.state, saver.holds('s1', first), saver.holds('s1', second)]).toEqual(['saved', true, false]);
  });

  it('says saving only when it takes longer than 300 ms', async () => {
    const go = hold();
    const saving = saver.save(answer(first));
    await vi.advanceTimersByTimeAsync(299);
    expect(saver.state).toBe('idle');
    await vi.advanceTimersByTimeAsync(2);
    expect(saver.state).toBe('saving');
    go();
    await saving;
    expect(saver.state).toBe('saved');
  });

  it('sends the process data and the next revision', async () => {
    await saver.save(answer(first));
    await saver.save(answer(second));
    expect(api.answers).toEqual([
      { sessionId: 'session-1', itemId: 's1', answer: first, withdrawn: false, revision: 0, process: { shownAt: 9, firstActionMs: 1, totalMs: 2, changes: 3, means: 'pointer', focusLosses: 0 } },
      expect.objectContaining({ answer: second, revision: 1 }),
    ]);
  });

  it('never has two answers on the way, and saves the newest last', async () => {
    const go = hold();
    const a = saver.save(answer(first));
    const b = saver.save(answer(given(2, 1, 3, 4)));
    const c = saver.save(answer(second));
    go();
    expect(await Promise.all([a, b, c])).toEqual([true, true, true]);
    expect(api.answers.map((x) => x.answer)).toEqual([first, second]);
    expect(saver.holds('s1', second)).toBe(true);
  });

  it.each(['disk_full', 'disk_failed', 'read_only', 'in_use'] as const)('keeps an answer that failed by %s and tries again by itself', async (code) => {
    api.fail = [code, code];
    expect(await saver.save(answer(first))).toBe(false);
    expect([saver.state, saver.failure?.code, saver.holds('s1', first)]).toEqual(['failed', code, false]);
    await vi.advanceTimersByTimeAsync(1999);
    expect(api.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect([api.calls.length, saver.state]).toEqual([2, 'failed']);
    await vi.advanceTimersByTimeAsync(4000);
    expect([saver.state, saver.failure, saver.holds('s1', first)]).toEqual(['saved', null, true]);
  });

  it('tries again at once when it is asked to', async () => {
    api.fail = ['disk_full'];
    await saver.save(answer(first));
    expect(await saver.flush()).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(api.answers).toHaveLength(1);
  });

  it('stores an answer that looks like the taking back which waits, and the other way round', async () => {
    await saver.save(answer(first));
    for (const withdrawn of [true, false]) {
      api.fail = ['internal'];
      await saver.save({ ...answer(NOTHING), ...(withdrawn ? { withdrawn } : {}) });
      await saver.save({ ...answer(NOTHING), ...(withdrawn ? {} : { withdrawn: true }) });
      expect([api.answers.at(-1)?.withdrawn, saver.has('s1')]).toEqual([!withdrawn, withdrawn]);
    }
  });

  it('does not repeat a defect by itself, but by the button', async () => {
    api.fail = ['internal'];
    await saver.save(answer(first));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([api.calls.length, saver.state]).toEqual([1, 'failed']);
    expect(await saver.flush()).toBe(true);
  });

  it('takes the revision of the store when it was behind', async () => {
    const item = api.current.items[0];
    if (item) item.revision = 3;
    expect(await saver.save(answer(first))).toBe(true);
    expect(api.answers).toEqual([expect.objectContaining({ revision: 3 })]);
  });

  it('tells which sections are shown, after an acknowledgement and from a store that is ahead', async () => {
    const item = api.current.items[0];
    const hidden = api.current.sections[1];
    if (item && hidden) {
      item.revision = 3;
      hidden.shown = false;
    }
    api.way = () => ['style', 'context'];
    await saver.save(answer(first));
    expect(ways).toEqual([['style'], ['style', 'context']]);
  });

  it('gives up after some stale answers instead of going round for ever', async () => {
    api.fail = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 'stale_answer' : undefined)) as typeof api.fail;
    expect(await saver.save(answer(first))).toBe(false);
    expect(saver.failure?.code).toBe('stale_answer');
  });

  it.each(['session_closed', 'locked'] as const)('hands over when the session is lost by %s', async (code) => {
    api.fail = [code];
    expect(await saver.save(answer(first))).toBe(false);
    expect(lost.map((f) => f.code)).toEqual([code]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(api.calls).toHaveLength(1);
  });

  it('knows the answers that were stored before', () => {
    const item = api.current.items[1];
    if (item) Object.assign(item, { answer: second, answered: true, revision: 2 });
    const resumed = new Saver({ api, session: api.current, onlost: () => {}, onway: () => {} });
    expect([resumed.holds('s2', second), resumed.holds('s1', NOTHING)]).toEqual([true, false]);
    expect([resumed.has('s2'), resumed.has('s1')]).toEqual([true, false]);
  });
});
