import { describe, expect, it } from 'vitest';
import { loadGauge, strengthOf } from './strength';

describe('the strength of a passphrase', () => {
  it('counts a day, a year and a century of guessing', () => {
    const year = 2 * 1000 * 86_400 * 365;
    expect([1, 1e8, year - 1, year, 100 * year].map(strengthOf)).toEqual([0, 0, 1, 2, 3]);
  });

  it('knows what people choose, in both languages', async () => {
    const gauge = await loadGauge();
    for (const weak of ['password12345', 'aaaaaaaaaaaa', 'qwertyuiop12', 'selamatpagi', '1234567890']) expect([weak, gauge(weak) <= 1]).toEqual([weak, true]);
    expect(gauge('Ruang Konseling', ['Ruang Konseling'])).toBe(0);
    expect(gauge('kipas lumut sendok awan perahu')).toBe(3);
    expect(gauge('a kite over the rice fields')).toBe(3);
  }, 60_000);
});
