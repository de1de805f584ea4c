import { describe, expect, it } from 'vitest';
import { Failure, type Kit, type Status } from '../../api';
import { NewCode } from './newcode.svelte';

/** Go's side: makes codes when it is let, and keeps one or refuses. */
function slow() {
  const calls: string[] = [];
  const waiting: ((kit: Kit) => void)[] = [];
  const api = {
    newCode: (passphrase: string) => {
      calls.push(`new ${passphrase}`);
      return new Promise<Kit>((done) => waiting.push(done));
    },
    keepCode: async (group: string) => {
      calls.push(`keep ${group}`);
      if (around.refuse) throw around.refuse;
      return {} as Status;
    },
  };
  const around = { fresh: new NewCode(api), calls, made: (code: string, asked: number) => waiting.shift()?.({ code, asked }), refuse: null as Failure | null };
  return around;
}

async function made() {
  const around = slow();
  around.fresh.passphrase = 'a kite over the rice fields';
  const making = around.fresh.make();
  around.made('X18B-E9ZJ', 2);
  await making;
  return around;
}

describe('a new recovery code', () => {
  it('holds once the group that is asked for was typed, however it is written', async () => {
    const { fresh, calls } = await made();
    expect([fresh.step, fresh.passphrase, fresh.groups]).toEqual(['code', '', ['X18B', 'E9ZJ']]);
    fresh.to('check');
    fresh.group = 'X18B';
    expect([await fresh.keep(), fresh.wrong]).toEqual([false, true]);
    fresh.group = ' e9-zj ';
    expect([await fresh.keep(), fresh.wrong]).toEqual([true, false]);
    expect(calls).toEqual(['new a kite over the rice fields', 'keep  e9-zj ']);
  });

  it('says why it could not be kept, and can be looked at again', async () => {
    const around = await made();
    const { fresh } = around;
    fresh.to('check');
    fresh.group = 'E9ZJ';
    around.refuse = new Failure('disk_full');
    expect([await fresh.keep(), fresh.failure?.code, fresh.busy]).toEqual([false, 'disk_full', false]);
    fresh.to('code');
    expect([fresh.step, fresh.failure]).toEqual(['code', undefined]);
    around.refuse = new Failure('invalid', { Field: 'group', Reason: 'wrong_group' });
    expect([await fresh.keep(), fresh.wrong, fresh.failure]).toEqual([false, true, undefined]);
  });

  it('is made once, however often it is asked for meanwhile, and shown', async () => {
    const { fresh, made, calls } = slow();
    const both = [fresh.make(), fresh.make()];
    made('X18B-E9ZJ', 1);
    await Promise.all(both);
    expect([fresh.step, fresh.code, calls.length]).toEqual(['code', 'X18B-E9ZJ', 1]);
  });

  it('is forgotten by whoever leaves, also one that comes afterwards', async () => {
    const { fresh, made } = slow();
    const making = fresh.make();
    fresh.forget();
    made('X18B-E9ZJ', 1);
    await making;
    expect([fresh.step, fresh.code, fresh.busy]).toEqual(['passphrase', '', false]);
  });
});
