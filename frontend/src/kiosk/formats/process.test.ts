import { describe, expect, it } from 'vitest';
import { Process } from './process';

describe('Process', () => {
  it('counts times from the first showing', () => {
    let clock = 1000.4;
    const p = new Process(() => clock, () => 7);
    clock = 2500.9;
    p.act('pointer');
    clock = 4000;
    p.act('pointer');
    p.loseFocus();
    expect(p.data()).toEqual({
      shownAt: 7,
      firstActionMs: 1501,
      totalMs: 3000,
      changes: 2,
      means: 'pointer',
      focusLosses: 1,
    });
  });

  it('calls two hands mixed and one by its name', () => {
    const p = new Process(() => 0);
    p.act('drag');
    expect(p.data().means).toBe('drag');
    p.act('keyboard');
    expect(p.data().means).toBe('mixed');
  });
});
