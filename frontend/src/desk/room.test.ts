import { describe, expect, it } from 'vitest';
import { cramped } from './room';

describe('cramped', () => {
  it.each([
    [1024, 640, false], [1440, 900, false], [1023, 640, true], [1024, 639, true], [800, 600, true],
    [0, 0, false], // not shown yet
  ])('a window of %i × %i: %s', (outerWidth, outerHeight, small) => {
    expect(cramped({ outerWidth, outerHeight })).toBe(small);
  });

  it('does not look at the page’s own pixels, which zoom makes fewer', () => {
    const zoomed = { outerWidth: 1024, outerHeight: 640, innerWidth: 512, innerHeight: 320, devicePixelRatio: 2 };
    expect(cramped(zoomed)).toBe(false);
  });
});
