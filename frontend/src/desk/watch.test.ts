import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { desk as api, type WatchNotice } from '../api';
import { i18n } from '../i18n';
import { noticeText, watching } from './watch';

vi.mock('../../wailsjs/go/desk/Desk', () => ({}));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const passed: WatchNotice = { code: 'disk', name: '', value: 120 };
const seen = (notices: WatchNotice[]) => ({ since: 0, figures: [], facts: { database: 1, wal: 0, free: -1, missing: 0 }, notices });

test('looks at once and every minute, and is silent when it cannot', async () => {
  const told: WatchNotice[][] = [];
  const ask = vi.spyOn(api, 'diagnostics').mockResolvedValueOnce(seen([])).mockRejectedValueOnce(new Error('locked')).mockResolvedValue(seen([passed]));
  const stop = watching((notices) => told.push(notices));
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([[]]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([[]]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([[], [passed]]);
  stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(ask).toHaveBeenCalledTimes(3);
});

test.each([
  [{ code: 'disk', name: '', value: 120 }, '120 MB'],
  [{ code: 'wal', name: '', value: 65 }, '65 MB'],
  [{ code: 'reserve', name: '', value: 16 }, 'reserve of 16 MB'],
  [{ code: 'slow', name: 'Desk.People', value: 812.4 }, '812 ms'],
  [{ code: 'errors', name: 'Desk.People', value: 2.5 }, '2.5 of 100'],
] as [WatchNotice, string][])('words %o', (notice, part) => {
  i18n.use('en');
  expect(noticeText(notice)).toContain(part);
  if (notice.name) expect(noticeText(notice)).toContain(notice.name);
});
