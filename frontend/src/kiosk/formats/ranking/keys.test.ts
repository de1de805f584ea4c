import { describe, expect, it } from 'vitest';
import { isUndo, type Way } from '../keyboard';
import { arrow, keyAct, type Part } from './keys';
import { Ranking, ranksOf } from './ranking.svelte';

const key = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

describe('keyAct', () => {
  it.each([
    [key('1'), { do: 'rank', rank: 1 }],
    [key('4'), { do: 'rank', rank: 4 }],
    [key('&', { code: 'Digit1' }), { do: 'rank', rank: 1 }],
    [key('3', { code: 'Numpad3' }), { do: 'rank', rank: 3 }],
    [key('ArrowLeft', { code: 'Numpad4' }), { do: 'rank', rank: 4 }],
    [key('ArrowUp', { code: 'Numpad8' }), { do: 'go', way: 'Up' }],
    [key('Backspace'), { do: 'take' }],
    [key('Delete'), { do: 'take' }],
    [key('Enter'), { do: 'enter' }],
    [key('ArrowUp', { altKey: true }), { do: 'move', step: -1 }],
    [key('ArrowDown', { altKey: true }), { do: 'move', step: 1 }],
    [key('ArrowLeft'), { do: 'go', way: 'Before' }],
  ])('reads %o', (ev, want) => expect(keyAct(ev, 4)).toEqual(want));

  it.each([
    key('5'),
    key('0'),
    key('a'),
    key('F5'),
    key('Escape'),
    key('ArrowLeft', { altKey: true }),
    key('1', { ctrlKey: true }),
    key('1', { altKey: true }),
    key('!', { code: 'Digit1', shiftKey: true }),
    key('Backspace', { metaKey: true }),
    key('Enter', { isComposing: true }),
  ])('has no function for %o', (ev) => expect(keyAct(ev, 4)).toBeNull());

  it('reads left and right the other way round in a page that reads from the right', () => {
    document.documentElement.dir = 'rtl';
    expect(keyAct(key('ArrowLeft'), 4)).toEqual({ do: 'go', way: 'After' });
    expect(keyAct(key('ArrowRight'), 4)).toEqual({ do: 'go', way: 'Before' });
    expect(keyAct(key('ArrowUp'), 4)).toEqual({ do: 'go', way: 'Up' });
    document.documentElement.dir = 'ltr';
  });

  it('knows undo', () => {
    expect(isUndo(key('z', { ctrlKey: true }))).toBe(true);
    expect(isUndo(key('Z', { metaKey: true }))).toBe(true);
    expect(isUndo(key('z', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(isUndo(key('z'))).toBe(false);
  });
});

describe('arrow', () => {
  const r = (...places: (number | null)[]) => new Ranking(places.length, ranksOf(places));
  const go = (ranking: Ranking, ending: number, part: Part, way: Way, columns = 2) =>
    arrow(ranking, ending, part, way, columns);
  const to = (ending: number, part: Part = 'ending') => ({ ending, part });

  it('goes through an empty start by rows and columns', () => {
    const open = r(null, null, null, null);
    expect(go(open, 0, 'ending', 'After')).toEqual(to(1));
    expect(go(open, 0, 'ending', 'Down')).toEqual(to(2));
    expect(go(open, 3, 'ending', 'Up')).toEqual(to(1));
    expect(go(open, 3, 'ending', 'Down')).toBeNull();
    expect(go(open, 0, 'ending', 'Up')).toBeNull();
    expect(go(open, 0, 'ending', 'Down', 1)).toEqual(to(1));
  });

  it('goes by place among the placed ones and over into the tray', () => {
    const half = r(2, null, 0, null);
    expect(go(half, 2, 'ending', 'Down')).toEqual(to(0));
    expect(go(half, 0, 'ending', 'Down')).toEqual(to(1));
    expect(go(half, 1, 'ending', 'Up')).toEqual(to(0));
    expect(go(half, 2, 'ending', 'Up')).toBeNull();
    expect(go(half, 3, 'ending', 'Up')).toEqual(to(1));
  });

  it('reaches the buttons of a placed ending sideways', () => {
    const half = r(2, null, null, null);
    expect(go(half, 2, 'ending', 'After')).toEqual(to(2, 'up'));
    expect(go(half, 2, 'up', 'After')).toEqual(to(2, 'down'));
    expect(go(half, 2, 'down', 'After')).toBeNull();
    expect(go(half, 2, 'up', 'Before')).toEqual(to(2));
    expect(go(half, 2, 'ending', 'Before')).toBeNull();
  });

  it('has nowhere to go down from a complete order', () => {
    expect(go(r(0, 1, 2, 3), 3, 'ending', 'Down')).toBeNull();
  });
});
