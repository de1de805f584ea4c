import { describe, expect, it } from 'vitest';
import { placesOf, Ranking, ranksOf, type Act } from './ranking.svelte';

const open = () => new Ranking(4, [0, 0, 0, 0]);
/** A ranking whose places from the highest down hold these endings. */
const with_ = (...places: (number | null)[]) => new Ranking(places.length, ranksOf(places));

/** All orders of 0..k-1. */
function permutations(k: number): number[][] {
  if (k === 0) return [[]];
  return permutations(k - 1).flatMap((p) =>
    Array.from({ length: k }, (_, i) => [...p.slice(0, i), k - 1, ...p.slice(i)]),
  );
}

describe('ranks and places', () => {
  it('are two writings of one order', () => {
    for (const p of permutations(4)) expect(placesOf(ranksOf(p))).toEqual(p);
    expect(ranksOf([2, 0, 1, 3])).toEqual([3, 2, 4, 1]);
    expect(placesOf([0, 4, 0, 0])).toEqual([1, null, null, null]);
  });

  it('leave out what is not a rank', () => {
    expect(placesOf([5, -1, 3, 0])).toEqual([null, 2, null, null]);
  });
});

describe('tapping', () => {
  it('starts without any order', () => {
    const r = open();
    expect([r.places, r.placed, r.complete, r.next, r.canUndo]).toEqual([
      [null, null, null, null],
      0,
      false,
      0,
      false,
    ]);
  });

  it('gives places from most to least, and the last one fills itself', () => {
    const r = open();
    expect(r.tap(2)).toEqual<Act>({ did: 'placed', ending: 2, filled: null });
    expect(r.tap(0)).toEqual<Act>({ did: 'placed', ending: 0, filled: null });
    expect(r.open).toEqual([1, 3]);
    expect(r.tap(3)).toEqual<Act>({ did: 'placed', ending: 3, filled: 1 });
    expect(r.places).toEqual([2, 0, 3, 1]);
    expect(r.ranks).toEqual([3, 1, 4, 2]);
    expect(r.complete).toBe(true);
  });

  it('reaches every order in three taps', () => {
    for (const p of permutations(4)) {
      const r = open();
      for (const ending of p.slice(0, 3)) r.tap(ending);
      expect(r.places).toEqual(p);
    }
  });

  it('takes a placed ending back and does not refill its place', () => {
    const r = with_(2, 0, 3, 1);
    expect(r.tap(0)).toEqual<Act>({ did: 'taken', ending: 0 });
    expect(r.places).toEqual([2, null, 3, 1]);
    expect(r.complete).toBe(false);
    expect(r.tap(0)).toEqual<Act>({ did: 'placed', ending: 0, filled: null });
    expect(r.places).toEqual([2, 0, 3, 1]);
  });

  it('fills the highest free place, wherever it is', () => {
    const r = with_(null, 0, null, 1);
    expect(r.tap(3)).toEqual<Act>({ did: 'placed', ending: 3, filled: 2 });
    expect(r.places).toEqual([3, 0, 2, 1]);
  });

  it('works for other numbers of endings', () => {
    const two = new Ranking(2);
    expect(two.tap(1)).toEqual<Act>({ did: 'placed', ending: 1, filled: 0 });
    const six = new Ranking(6);
    for (const e of [5, 4, 3, 2, 1]) six.tap(e);
    expect(six.ranks).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('ranking by number', () => {
  it('swaps two placed endings', () => {
    const r = with_(2, 0, 3, 1);
    expect(r.rank(1, 4)).toEqual<Act>({ did: 'placed', ending: 1, filled: null });
    expect(r.places).toEqual([1, 0, 3, 2]);
  });

  it('sends the former holder back when the ending was open', () => {
    const r = with_(2, 0, null, null);
    r.rank(1, 4);
    expect(r.places).toEqual([1, 0, null, null]);
    expect(r.open).toEqual([2, 3]);
  });

  it('moves a placed ending to a free place', () => {
    const r = with_(2, null, null, null);
    r.rank(2, 1);
    expect(r.places).toEqual([null, null, null, 2]);
  });

  it('fills the last one also when the gap is in the middle', () => {
    const r = with_(2, null, null, 1);
    expect(r.rank(0, 2)).toEqual<Act>({ did: 'placed', ending: 0, filled: 3 });
    expect(r.places).toEqual([2, 3, 0, 1]);
  });

  it('does nothing for the same place or a rank that is not there', () => {
    const r = with_(2, 0, null, null);
    expect([r.rank(2, 4), r.rank(2, 0), r.rank(2, 5)]).toEqual([null, null, null]);
    expect(r.canUndo).toBe(false);
  });
});

describe('moving', () => {
  it('swaps with the neighbour, or steps onto a free place', () => {
    const r = with_(2, 0, null, null);
    r.move(2, 1);
    expect(r.places).toEqual([0, 2, null, null]);
    r.move(2, 1);
    expect(r.places).toEqual([0, null, 2, null]);
  });

  it('stops at both ends and leaves open endings alone', () => {
    const r = with_(2, 0, 3, 1);
    expect([r.move(2, -1), r.move(1, 1)]).toEqual([null, null]);
    expect(open().move(0, 1)).toBeNull();
  });
});

describe('undo', () => {
  it('takes back the third tap together with the place that filled itself', () => {
    const r = open();
    for (const e of [2, 0, 3]) r.tap(e);
    expect(r.undo()).toEqual<Act>({ did: 'undone' });
    expect(r.places).toEqual([2, 0, null, null]);
  });

  it('goes back to the beginning and not further', () => {
    const r = with_(2, 0, 3, 1);
    r.move(2, 1);
    r.tap(0);
    r.rank(1, 4);
    for (let i = 0; i < 3; i++) r.undo();
    expect(r.places).toEqual([2, 0, 3, 1]);
    expect([r.canUndo, r.undo()]).toEqual([false, null]);
  });
});

describe('dragging', () => {
  it('shows the order before it is dropped and keeps it then', () => {
    const r = with_(2, 0, 3, 1);
    r.startDrag(2);
    expect(r.dragged).toBe(2);
    expect(r.places).toEqual([2, 0, 3, 1]);
    r.dragTo(3);
    expect(r.places).toEqual([0, 3, 1, 2]);
    expect(r.ranks).toEqual([3, 1, 4, 2]);
    r.dragTo(1);
    expect(r.places).toEqual([0, 2, 3, 1]);
    expect(r.endDrag(true)).toEqual<Act>({ did: 'placed', ending: 2, filled: null });
    expect([r.places, r.dragged]).toEqual([[0, 2, 3, 1], null]);
    r.undo();
    expect(r.places).toEqual([2, 0, 3, 1]);
  });

  it('goes back when it is cancelled or dropped where it began', () => {
    for (const keep of [true, false]) {
      const r = with_(2, 0, 3, 1);
      r.startDrag(2);
      r.dragTo(keep ? 0 : 3);
      expect(r.endDrag(keep)).toBeNull();
      expect([r.places, r.canUndo]).toEqual([[2, 0, 3, 1], false]);
    }
  });

  it('brings an open ending in, and the last one follows at the drop only', () => {
    const r = with_(2, null, 3, null);
    r.startDrag(0);
    r.dragTo(1);
    expect(r.places).toEqual([2, 0, 3, null]);
    expect(r.endDrag(true)).toEqual<Act>({ did: 'placed', ending: 0, filled: 1 });
    expect(r.places).toEqual([2, 0, 3, 1]);
  });

  it('makes room towards the nearest free place', () => {
    const r = with_(2, 3, null, null);
    r.startDrag(0);
    r.dragTo(0);
    expect(r.places).toEqual([0, 2, 3, null]);
    r.dragTo(-1);
    expect(r.places).toEqual([2, 3, null, null]);
    r.endDrag(false);
    const upward = with_(null, 2, 3, null);
    upward.startDrag(0);
    upward.dragTo(1);
    expect(upward.places).toEqual([2, 0, 3, null]);
  });

  it('never loses or doubles an ending, whatever the way', () => {
    const r = open();
    let seed = 7;
    const roll = (m: number) => (seed = (seed * 48271) % 2147483647) % m;
    for (let i = 0; i < 4000; i++) {
      const e = roll(4);
      [
        () => r.tap(e),
        () => r.rank(e, roll(4) + 1),
        () => r.move(e, roll(2) === 0 ? -1 : 1),
        () => r.takeBack(e),
        () => r.undo(),
        () => {
          r.startDrag(e);
          r.dragTo(roll(4));
          r.endDrag(roll(3) > 0);
        },
      ][roll(6)]?.();
      const held = r.places.filter((x) => x !== null);
      expect(new Set(held).size).toBe(held.length);
      expect(held.length + r.open.length).toBe(4);
    }
  });
});
