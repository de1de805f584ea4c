import { describe, expect, it, vi } from 'vitest';
import { Failure, type Status } from '../api';
import { plain } from './code';
import { FirstRun } from './firstrun.svelte';

const code = 'X18B-E9ZJ-2X0D-KY8V-GBFM-XNZG-PDF0-TYEN-5Q';
const phrase = 'a kite over the rice fields';

function run(finish = vi.fn(async () => ({ mode: 'desk' }) as Status)) {
  const begin = vi.fn(async () => ({ code, asked: 3 }));
  return { run: new FirstRun({ begin, finish }), begin, finish };
}

/** Answers everything up to the PIN. */
async function toPin(first: FirstRun): Promise<void> {
  await first.next('en');
  first.passphrase = first.repeated = phrase;
  await first.next('en');
  await first.next('en');
  first.group = ' 2xod ';
  await first.next('en');
}

describe('FirstRun', () => {
  it('stores nothing before the last step, and forgets what was typed after it', async () => {
    const { run: first, begin, finish } = run();
    first.name = 'Desk';
    await toPin(first);
    expect([first.step, begin.mock.calls.length, finish.mock.calls.length]).toEqual(['pin', 1, 0]);
    first.pin = first.pinAgain = '2580';
    expect(await first.next('id')).toEqual({ mode: 'desk' });
    expect(finish).toHaveBeenCalledWith({ group: ' 2xod ', name: 'Desk', language: 'id', pin: '2580' });
    expect([first.passphrase, first.code, first.pin]).toEqual(['', '', '']);
  });

  it('makes people who do not exist if that is wanted, and is done without them too', async () => {
    for (const wanted of [true, false]) {
      const demonstrate = vi.fn(() => Promise.reject(new Failure('disk_full')));
      const first = new FirstRun({ begin: vi.fn(async () => ({ code, asked: 3 })), finish: vi.fn(async () => ({ mode: 'desk' }) as Status) }, demonstrate);
      first.demonstration = wanted;
      await toPin(first);
      first.pin = first.pinAgain = '2580';
      expect(await first.next('id')).toEqual({ mode: 'desk' });
      expect(demonstrate).toHaveBeenCalledTimes(wanted ? 1 : 0);
    }
  });

  it('keeps the kit while the passphrase stays, and makes another for another', async () => {
    const { run: first, begin } = run();
    await toPin(first);
    first.back();
    first.back();
    first.back();
    expect(first.step).toBe('passphrase');
    await first.next('en');
    expect(begin).toHaveBeenCalledTimes(1);
    first.back();
    first.passphrase = first.repeated = `${phrase} again`;
    await first.next('en');
    expect(begin).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['a short passphrase', (f: FirstRun) => (f.passphrase = f.repeated = 'short'), 'too_short'],
    ['two that differ', (f: FirstRun) => ([f.passphrase, f.repeated] = [phrase, 'other']), 'different'],
  ])('says %s before it asks Go', async (_, type, fault) => {
    const { run: first, begin } = run();
    await first.next('en');
    type(first);
    await first.next('en');
    expect([first.step, first.fault, begin.mock.calls.length]).toEqual(['passphrase', fault, 0]);
  });

  it('leads to the step whose field was refused', async () => {
    for (const [field, step, fault] of [
      ['pin', 'pin', 'pin'],
      ['name', 'desk', 'name'],
      ['group', 'check', 'wrong_group'],
    ] as const) {
      const { run: first } = run(vi.fn(() => Promise.reject(new Failure('invalid', { Field: field }))));
      await toPin(first);
      expect(await first.next('en')).toBeUndefined();
      expect([first.step, first.fault, first.busy]).toEqual([step, fault, false]);
    }
  });

  it('says a failure that belongs to no field', async () => {
    const { run: first } = run(vi.fn(() => Promise.reject(new Failure('disk_full'))));
    await toPin(first);
    await first.next('en');
    expect(first.failure?.code).toBe('disk_full');
  });
});

describe('plain', () => {
  it('reads a group as it is printed', () => {
    expect([plain('2x-0d'), plain(' oO1l '), plain('i L')]).toEqual(['2X0D', '0011', '11']);
  });
});
