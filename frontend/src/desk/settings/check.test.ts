import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { desk as api, type Check } from '../../api';
import { following } from './check';

vi.mock('../../../wailsjs/go/desk/Desk', () => ({}));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What must not be called. */
const never = (): void => expect.unreachable();
const at = (state: Check['state'], done: number): Check => ({ state, done, total: 3, damaged: false, log: false, findings: [], ended: 0 });

test('asks on while the check runs, and no longer', async () => {
  const ask = vi.spyOn(api, 'check').mockResolvedValueOnce(at('running', 2)).mockResolvedValue(at('done', 3));
  const told: number[] = [];
  following(() => Promise.resolve(at('running', 0)), (check) => told.push(check.done), never);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([0, 2, 3]);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('is silent once it is stopped, and when a later answer is refused', async () => {
  const ask = vi.spyOn(api, 'check').mockRejectedValue(new Error('locked'));
  const told: number[] = [];
  const begin = () => following(() => Promise.resolve(at('running', 1)), (check) => told.push(check.done), never);
  begin()();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([told, ask.mock.calls.length]).toEqual([[], 0]);
  begin();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([told, ask.mock.calls.length]).toEqual([[1], 1]);
});

test('says when it cannot begin', async () => {
  const failed = vi.fn();
  following(() => Promise.reject(new Error('no')), never, failed);
  await vi.advanceTimersByTimeAsync(0);
  expect(failed).toHaveBeenCalledOnce();
});
