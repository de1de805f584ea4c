import { describe, expect, it } from 'vitest';
import { Failure, type Holder } from '../../api';
import { OwnersAct } from './owners.svelte';

const list: Holder[] = [{ id: 'h1', name: '', role: 'owner' }];

describe('OwnersAct', () => {
  it('gives the passphrase once and forgets it', async () => {
    const act = new OwnersAct();
    act.own = 'a kite over the rice fields';
    const given: string[] = [];
    expect(await act.run(async (own) => (given.push(own), list))).toEqual(list);
    expect([given, act.own, act.busy, act.said]).toEqual([['a kite over the rice fields'], '', false, '']);
  });

  it('does one thing at a time', async () => {
    const act = new OwnersAct();
    let end: ((after: Holder[]) => void) | undefined;
    const first = act.run(() => new Promise((done) => (end = done)));
    expect(await act.run(async () => list)).toBeUndefined();
    end?.(list);
    expect(await first).toEqual(list);
  });

  it.each([
    [new Failure('invalid', { Field: 'name', Reason: 'taken' }), ['Somebody has this name already.', '', '']],
    [new Failure('invalid', { Field: 'passphrase', Reason: 'taken' }), ['', 'This passphrase cannot be used here. Choose another one.', '']],
    [new Failure('invalid', { Field: 'passphrase', Reason: 'too_short', Limit: '10' }), ['', 'Use 10 characters or more.', '']],
    [new Failure('wrong_passphrase', { Wait: '1' }), ['', '', 'This passphrase or recovery code is not right. Nothing was changed and nothing is lost. Wait 1 s, then try again.']],
    [new Failure('not_allowed', { Role: 'reader' }), ['', '', 'Your role at this desk does not include that. Ask the owner of the desk.']],
  ])('says a refusal where it belongs: %s', async (failure, words) => {
    const act = new OwnersAct();
    expect(await act.run(() => Promise.reject(failure))).toBeUndefined();
    expect([act.fault('name'), act.fault('passphrase'), act.said]).toEqual(words);
  });

  it('says a refusal of another kind too: too many people', async () => {
    const act = new OwnersAct();
    await act.run(() => Promise.reject(new Failure('conflict', { Reason: 'desk_full' })));
    expect(act.said).toContain('twelve');
  });
});
