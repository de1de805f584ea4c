import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure, type Act } from '../api';
import { OPEN_MS, WayBack } from './way-back.svelte';

let calls: string[];
let refuse: Failure | null;
let saved: boolean;
let trouble: Failure | null;
let back: WayBack;

const call = async (name: string) => {
  calls.push(name);
  if (refuse) throw refuse;
  return { mode: 'desk' } as never;
};

beforeEach(() => {
  vi.useFakeTimers();
  calls = [];
  refuse = null;
  saved = true;
  trouble = null;
  back = new WayBack({
    api: { unlock: (pin) => call(`unlock ${pin}`), resume: () => call('resume'), leave: (act: Act) => call(`leave ${act}`), quit: () => call('quit') },
    flush: async () => saved,
    trouble: () => trouble,
    ongoing: () => calls.push('ongoing'),
    onleft: () => calls.push('left'),
  });
});
afterEach(() => void vi.useRealTimers());

describe('the way back', () => {
  it('asks for the PIN first and then offers the acts', async () => {
    back.ask();
    expect(back.step).toBe('pin');
    await back.unlock('2580');
    expect([back.step, back.unsaved]).toEqual(['acts', false]);
    await back.leave('pause');
    expect([back.step, ...calls]).toEqual(['closed', 'unlock 2580', 'leave pause', 'left']);
  });

  it('waits after a wrong PIN and does not even ask', async () => {
    back.ask();
    refuse = new Failure('pin_wrong', { Seconds: '2' });
    await back.unlock('1111');
    expect([back.step, back.failure?.code, back.wait.left]).toEqual(['pin', 'pin_wrong', 2]);
    await back.unlock('2580');
    expect(calls).toEqual(['unlock 1111']);
    refuse = null;
    await vi.advanceTimersByTimeAsync(2000);
    await back.unlock('2580');
    expect(back.step).toBe('acts');
  });

  it('shuts the acts by itself, and the participant goes on', async () => {
    back.ask();
    await back.unlock('2580');
    await vi.advanceTimersByTimeAsync(OPEN_MS);
    expect([back.step, ...calls]).toEqual(['closed', 'unlock 2580', 'resume', 'ongoing']);
  });

  it('asks for the PIN again when Go has shut them', async () => {
    back.open();
    refuse = new Failure('locked');
    await back.leave('finish');
    expect([back.step, back.late]).toEqual(['pin', true]);
  });

  it('says that a change is not saved, and closing the PIN asks nothing of Go', async () => {
    saved = false;
    back.ask();
    await back.close();
    expect([back.step, ...calls]).toEqual(['closed']);
    back.ask();
    await back.unlock('2580');
    expect([back.unsaved, back.stuck]).toEqual([true, true]);
  });

  it('offers to close the program only while nothing can be stored', async () => {
    back.ask();
    await back.unlock('2580');
    expect(back.stuck).toBe(false);
    refuse = new Failure('invalid', { Reason: 'incomplete' });
    await back.leave('finish');
    expect(back.stuck).toBe(false);
    refuse = new Failure('disk_full');
    await back.leave('pause');
    expect([back.step, back.failure?.code, back.stuck]).toEqual(['acts', 'disk_full', true]);
    refuse = null;
    await back.quit();
    expect(calls.at(-1)).toBe('quit');
    await back.close();
    back.ask();
    await back.unlock('2580');
    expect(back.stuck).toBe(false);
  });

  it.each([['moved_database', true], ['internal', false]] as const)('knows by %s on screen whether something can be stored', async (code, stuck) => {
    trouble = new Failure(code);
    back.ask();
    await back.unlock('2580');
    expect(back.stuck).toBe(stuck);
  });
});
