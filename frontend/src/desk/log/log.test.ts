import { expect, it, vi } from 'vitest';
import type { LogPage, LogRequest } from '../../api';
import { Desk } from '../desk.svelte';
import { Log } from './log.svelte';

/** Go's side: a log of ten entries, of which every page shows three; it answers when it is let. */
function bound(): { asked: LogRequest[]; answer: () => Promise<void> } {
  const asked: LogRequest[] = [];
  const waiting: (() => void)[] = [];
  const log = async (request: LogRequest): Promise<LogPage> => {
    asked.push(request);
    await new Promise<void>((done) => waiting.push(done));
    const last = request.before === 0 ? 10 : request.before - 1;
    const rows = [last, last - 1, last - 2].map((number) => ({ number, act: request.code }));
    return { rows, next: last - 2, groups: [], entries: 10, head: '' } as unknown as LogPage;
  };
  vi.stubGlobal('go', { desk: { Desk: { Log: log } } });
  return {
    asked,
    async answer() {
      for (let i = 0; i < 20; i++) {
        waiting.shift()?.();
        await Promise.resolve();
      }
      await new Promise((done) => setTimeout(done));
      waiting.splice(0).forEach((done) => done());
      await new Promise((done) => setTimeout(done));
    },
  };
}

const desk = () => new Desk(() => undefined, { holder: { id: 'h1', name: '', role: 'owner' }, may: [], sessionId: '' });
const numbers = (log: Log) => log.rows.map((row) => row.number);

it('the next page is added once, however often it is asked for', async () => {
  const { asked, answer } = bound();
  const log = new Log(desk());
  void log.read();
  await answer();
  void log.more();
  void log.more();
  await answer();
  expect([numbers(log), asked.length]).toEqual([[10, 9, 8, 7, 6, 5], 2]);
});

it('no page of another question is added', async () => {
  const { answer } = bound();
  const log = new Log(desk());
  void log.read();
  await answer();
  // Leaving the field by a press on the button asks anew first.
  log.asked.code = 'R-0007';
  void log.read();
  void log.more();
  await answer();
  expect(numbers(log)).toEqual([10, 9, 8]);
  void log.more();
  await answer();
  expect(log.rows.map((row) => `${row.number} ${row.act}`)).toEqual([10, 9, 8, 7, 6, 5].map((n) => `${n} R-0007`));
});
