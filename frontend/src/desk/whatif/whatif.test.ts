import { describe, expect, it } from 'vitest';
import { Failure, type WhatIfForm, type WhatIfReading } from '../../api';
import { WhatIf } from './whatif.svelte';

const form = (instrumentId: string): WhatIfForm => ({ instrumentId, typed: { ce: instrumentId }, respondent: {}, group: '', totals: [{}], items: [], answers: {} }) as unknown as WhatIfForm;

/** Go's side, which answers for each instrument when it is let, or fails. */
function slow() {
  const doors = new Map<string, { open: () => void; fail: (why: Failure) => void }>();
  const api = {
    whatIfForm: ({ instrumentId }: { instrumentId: string }) =>
      new Promise<WhatIfForm>((done, fail) => doors.set(instrumentId, { open: () => done(form(instrumentId)), fail })),
    whatIf: async () => ({}) as unknown as WhatIfReading,
  };
  const failures: unknown[] = [];
  return { what: new WhatIf(api, (thrown) => failures.push(thrown)), door: (id: string) => doors.get(id)!, failures };
}

describe('the what-if form', () => {
  it('is that of the instrument chosen last, whichever answers last', async () => {
    const { what, door } = slow();
    const both = [what.open('a'), what.open('b')];
    door('b').open();
    await both[1];
    expect([what.form?.instrumentId, what.totals['ce'], what.opening]).toEqual(['b', 'b', false]);
    door('a').open();
    await both[0];
    expect([what.form?.instrumentId, what.totals['ce'], what.opening]).toEqual(['b', 'b', false]);
  });

  it('says that one is on its way until it is there', async () => {
    const { what, door } = slow();
    const opened = what.open('a');
    expect(what.opening).toBe(true);
    door('a').open();
    await opened;
    expect(what.opening).toBe(false);
  });

  it('tells of a failure of the one that was chosen last only', async () => {
    const { what, door, failures } = slow();
    const both = [what.open('a'), what.open('b')];
    door('a').fail(new Failure('disk_failed'));
    await both[0];
    expect([failures.length, what.opening]).toEqual([0, true]);
    door('b').fail(new Failure('disk_failed'));
    await both[1];
    expect([failures.length, what.opening]).toEqual([1, false]);
  });
});
