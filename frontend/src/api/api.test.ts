import { describe, expect, it } from 'vitest';
import en from '../../../locales/en.json';
import { Failure, failureOf, presentations } from './failure';
import { makeQueue } from './queue';

describe('failureOf', () => {
  it.each([
    ['a JSON string', '{"code":"disk_full","params":{}}', 'disk_full', {}],
    ['an error with JSON', new Error('{"code":"internal","params":{"Ref":"K7"}}'), 'internal', { Ref: 'K7' }],
    ['no params', '{"code":"locked","params":null}', 'locked', {}],
    ['an unknown code', '{"code":"toString","params":{}}', 'internal', {}],
    ['plain text', 'boom', 'internal', {}],
    ['a JSON number', '42', 'internal', {}],
    ['null', null, 'internal', {}],
    ['an object', { code: 'disk_full' }, 'internal', {}],
    ['a TypeError', new TypeError('x is not a function'), 'internal', {}],
  ])('reads %s', (_, thrown, code, params) => {
    const failure = failureOf(thrown);
    expect([failure.code, failure.params]).toEqual([code, params]);
  });

  it('hands on a failure as it is', () => {
    const failure = new Failure('conflict');
    expect(failureOf(failure)).toBe(failure);
  });
});

describe('presentations', () => {
  it('has a sentence for every code', () => {
    const missing = Object.keys(presentations).filter((code) => !(`error.${code}` in en));
    expect(missing).toEqual([]);
  });
});

describe('makeQueue', () => {
  const later = <T>(value: T, ms: number) => new Promise<T>((done) => setTimeout(() => done(value), ms));

  it('lets no call overtake another', async () => {
    const queue = makeQueue();
    const seen: string[] = [];
    const call = (name: string, ms: number) =>
      queue(async () => {
        seen.push(`start ${name}`);
        await later(0, ms);
        seen.push(`end ${name}`);
      });
    await Promise.all([call('slow', 15), call('quick', 0), call('last', 5)]);
    expect(seen).toEqual(['start slow', 'end slow', 'start quick', 'end quick', 'start last', 'end last']);
  });

  it('goes on after a failure and rejects with it', async () => {
    const queue = makeQueue();
    const failed = queue(() => Promise.reject('{"code":"read_only","params":{}}'));
    const next = queue(() => later('done', 0));
    await expect(failed).rejects.toMatchObject({ name: 'Failure', code: 'read_only' });
    await expect(next).resolves.toBe('done');
  });

  it('turns a call that throws at once into a failure', async () => {
    const queue = makeQueue();
    await expect(
      queue(() => {
        throw new TypeError('no such method');
      }),
    ).rejects.toMatchObject({ code: 'internal' });
  });
});
