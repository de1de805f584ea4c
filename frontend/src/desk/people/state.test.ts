import { describe, expect, it } from 'vitest';
import type { SessionRow } from '../../api';
import { detail, hasEarlier, stateOf, withdrawable } from './state';

describe('detail', () => {
  const row = (state: string, answered: number, at: number) =>
    ({ session: { state, answered, total: 20, withdrawn: 0 }, at, headline: 'H', usable: true }) as unknown as SessionRow;

  it.each([
    ['prepared', 0, 0, 'nothing answered yet'],
    ['paused', 8, 9, 'at item 9 of 20'],
    ['paused', 20, 0, 'all 20 items answered, not yet finished'],
    ['abandoned', 3, 4, '3 of 20 items answered'],
    ['finalised', 20, 0, 'H'],
  ])('words %s with %i answers at %i', (state, answered, at, words) => {
    expect(detail(row(state, answered, at))).toBe(words);
  });

  it('words a session that was declined as such', () => {
    const declined = { ...row('abandoned', 0, 0), session: { state: 'abandoned', reason: 'declined', answered: 0, total: 20, withdrawn: 0 } } as unknown as SessionRow;
    expect([stateOf(declined.session), detail(declined)]).toEqual(['Declined', 'did not agree to take part; nothing else is stored']);
    expect(stateOf({ state: 'abandoned', reason: '', withdrawn: 0 })).toBe('Discarded');
  });

  it.each([
    ['finalised', '', 'result not shown; a decision is due'],
    ['abandoned', 'withdrawn', 'ended; a decision is due'],
  ])('words a %s session whose consent was withdrawn as such', (state, reason, words) => {
    const withdrawn = { ...row(state, 3, 0), session: { state, reason, answered: 3, total: 20, withdrawn: 9 } } as unknown as SessionRow;
    expect([stateOf(withdrawn.session), detail(withdrawn)]).toEqual(['Consent withdrawn', words]);
  });

  it('words what a mistaken withdrawal ended', () => {
    const ended = { ...row('abandoned', 3, 0), session: { state: 'abandoned', reason: 'withdrawn', answered: 3, total: 20, withdrawn: 0 } } as unknown as SessionRow;
    expect([stateOf(ended.session), detail(ended)]).toEqual(['Discarded', 'ended by a withdrawal that was taken back']);
  });
});

describe('withdrawable', () => {
  it.each([
    ['consent', 0, 0, true], ['paper', 5, 0, true], ['guardian', 5, 0, true], ['consent', 5, 7, false],
    ['legal_duty', 5, 0, false], ['declined', 0, 0, false], ['', 0, 0, false], ['', 4, 0, true],
  ] as const)('%s with %i answers, withdrawn at %i: %s', (basis, answered, withdrawn, can) => {
    expect(withdrawable({ basis, answered, withdrawn })).toBe(can);
  });
});

describe('hasEarlier', () => {
  const at = (finalisedAt: number, withdrawn = 0) =>
    ({ session: { state: 'finalised', instrument: { id: 'i' }, finalisedAt, withdrawn }, usable: true }) as unknown as SessionRow;

  it('compares with nothing whose consent was withdrawn', () => {
    expect(hasEarlier([at(1), at(2)], at(2))).toBe(true);
    expect(hasEarlier([at(1, 9), at(2)], at(2))).toBe(false);
    expect(hasEarlier([at(1), at(2, 9)], at(2, 9))).toBe(false);
  });
});
