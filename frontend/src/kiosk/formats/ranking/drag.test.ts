// A drag at the real control, and what may come between its beginning and its end.
import { cleanup, render } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import Item from '../../screens/Item.svelte';
import { rankingOf, sampleSession, sit, type Sitting } from '../../testing';
import { fire, standInForPage } from '../../testing-page';
import type { Ranking } from './ranking.svelte';

let sitting: Sitting;
let host: HTMLElement;
let unmount: () => void;
let ranking: Ranking;

/** Puts the first set on screen with these ranks given. */
function show(ranks: number[]): void {
  const session = sampleSession({ step: 's1' });
  sitting = sit(session, { s1: ranks });
  const [item] = sitting.flow.session.items;
  if (item === undefined) throw new Error('no set');
  ({ container: host, unmount } = render(Item, { flow: sitting.flow, item, pace: { byItself: false } }));
  ranking = rankingOf(sitting.flow, 's1');
}

const ending = (position: number) => host.querySelector(`[data-position="${position}"] .ending`) as HTMLButtonElement;
const grip = (position: number) => host.querySelector(`[data-position="${position}"] .grip`) as HTMLElement;

/** Something of a pointer. Every place ends at 0: above lies the first one, below none. */
function pointer(name: string, y: number, { on = document as EventTarget, id = 1, buttons = 1, primary = true } = {}): void {
  fire(on, new PointerEvent(name, { pointerId: id, clientY: y, button: 0, buttons, isPrimary: primary, bubbles: true, cancelable: true }));
}

/** Drags an ending to the first place and holds it there. */
function hold(position: number): void {
  pointer('pointerdown', 50, { on: grip(position) });
  pointer('pointermove', -1);
}

const drop = () => pointer('pointerup', -1, { buttons: 0 });
const key = (on: EventTarget, name: string, init: KeyboardEventInit = {}) => fire(on, new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init }));
const click = (on: EventTarget) => fire(on, new MouseEvent('click', { bubbles: true, cancelable: true, detail: 0 }));

beforeAll(standInForPage);
afterEach(cleanup);

describe('while an ending is dragged', () => {
  beforeEach(() => {
    show([4, 3, 0, 0]);
    hold(1);
    expect(ranking.places).toEqual([1, 0, null, null]);
  });

  it.each<[string, () => void]>([
    ['Space on another ending', () => click(ending(2))],
    ['a digit on another ending', () => key(ending(2), '1', { code: 'Digit1' })],
    ['undo by keys', () => key(document.body, 'z', { ctrlKey: true })],
    ['an arrow beside an ending', () => click(host.querySelector('[data-position="0"] .down') as HTMLElement)],
  ])('%s does nothing', (_, act) => {
    act();
    expect(ranking.ranks).toEqual([4, 3, 0, 0]);
    drop();
    expect(ranking.ranks).toEqual([3, 4, 0, 0]);
    expect(sitting.flow.process.data().changes).toBe(1);
  });

  it('another pointer neither moves nor ends it, and begins none of its own', () => {
    pointer('pointercancel', 50, { id: 2, primary: false });
    pointer('pointerup', 50, { id: 2, primary: false });
    expect(ranking.dragged).toBe(1);
    pointer('pointerdown', 50, { on: grip(2), id: 3 });
    pointer('pointermove', -1, { id: 3 });
    expect(ranking.dragged).toBe(1);
    pointer('pointerup', -1, { id: 3, buttons: 0 });
    expect(ranking.places).toEqual([1, 0, null, null]);
    drop();
    expect(ranking.ranks).toEqual([3, 4, 0, 0]);
  });

  it('nobody tells of its end: it is over when the pointer comes back without a press', () => {
    pointer('pointermove', -1, { buttons: 0 });
    expect([ranking.dragged, ranking.ranks]).toEqual([null, [4, 3, 0, 0]]);
    pointer('pointermove', 50, { buttons: 0 });
    drop();
    expect(ranking.ranks).toEqual([4, 3, 0, 0]);
  });

  it('the set leaves the screen: the order stays, and the set takes keys when it comes back', async () => {
    unmount();
    await tick();
    drop();
    expect([ranking.dragged, ranking.ranks]).toEqual([null, [4, 3, 0, 0]]);
    expect(sitting.flow.process.data().changes).toBe(0);
  });

  it('a change of the language changes nothing else', async () => {
    await sitting.flow.speak('id');
    await tick();
    expect(ranking.places).toEqual([1, 0, null, null]);
    drop();
    expect(ranking.ranks).toEqual([3, 4, 0, 0]);
  });
});
