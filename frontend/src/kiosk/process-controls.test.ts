// What is stored of how an answer came about, for every type of response at its
// real control: an act is counted once, and a look counts nothing.
import { cleanup, render } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Given, KioskItem } from '../api';
import { NOTHING } from './formats/answer';
import Item from './screens/Item.svelte';
import { sampleSession, sit, type Sitting } from './testing';
import { fire, standInForPage } from './testing-page';

const words = (count: number) => Array.from({ length: count }, (_, i) => ({ text: `option ${i}`, apart: false }));
const range = { min: '0', max: '10', step: '1', unit: '', low: '', high: '' };
const columns = [1, 2, 1].map((places, i) => ({ word: `column ${i}`, prompt: '', places }));

/** What belongs to each type, and a stored answer. */
const types: Record<string, { parts: Partial<KioskItem>; stored: Partial<Given> }> = {
  ranking: { parts: {}, stored: { ranks: [4, 3, 2, 1] } },
  likert: { parts: { choice: { options: words(5), least: 1, most: 1, advance: false } }, stored: { chosen: [1] } },
  single_choice: { parts: { choice: { options: words(3), least: 1, most: 1, advance: false } }, stored: { chosen: [1] } },
  multiple_choice: { parts: { choice: { options: words(4), least: 2, most: 2, advance: false } }, stored: { chosen: [0, 1] } },
  numeric: { parts: { number: range }, stored: { number: '7' } },
  slider: { parts: { number: range }, stored: { number: '7' } },
  text: { parts: { text: { maxLength: 40 } }, stored: { text: 'a lamp' } },
  forced_distribution: { parts: { cards: { cards: ['a', 'b', 'c', 'd'], columns } }, stored: { columns: [0, 1, 1, 2] } },
};

let sitting: Sitting;
let host: HTMLElement;

/** Puts an item of a type on screen, answered before or not. */
async function show(type: string, answered = false): Promise<void> {
  const { parts, stored } = types[type] as (typeof types)[string];
  const [sample] = sampleSession().items;
  const answer = answered ? { ...NOTHING, ...stored } : NOTHING;
  const item = { ...sample, id: 'x', type, ...parts, answer, answered, revision: answered ? 1 : 0 } as KioskItem;
  const section = { id: 'style', title: '', instruction: '', items: ['x'], shown: true, break: false };
  sitting = sit(sampleSession({ step: 'x', sections: [section], items: [item] }));
  if (sitting.flow.screen.kind === 'section') await sitting.flow.next();
  host = render(Item, { flow: sitting.flow, item, pace: { byItself: false } }).container;
}

const find = (selector: string, at = 0) => host.querySelectorAll<HTMLElement>(selector)[at] as HTMLInputElement;
const pointer = (on: EventTarget, name: string) => fire(on, new Event(name, { bubbles: true }));

/** A press of a pointer, as a browser tells it. */
function press(selector: string, at = 0): void {
  const on = find(selector, at);
  pointer(on, 'pointerdown');
  on.focus();
  pointer(on, 'pointerup');
  fire(on, new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 }));
}

function key(name: string, init: KeyboardEventInit = {}): void {
  const on = document.activeElement ?? document.body;
  fire(on, new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init }));
}

/** Letters of a typing hand, one by one. */
function type(selector: string, text: string): void {
  const field = find(selector);
  field.focus();
  for (const letter of text) {
    field.value += letter;
    fire(field, new Event('input', { bubbles: true }));
  }
}

/** The handle of the line at a value, as the browser tells it. */
function slide(value: number): void {
  const line = find('input[type="range"]');
  line.value = String(value);
  fire(line, new Event('input', { bubbles: true }));
}

const drop = () => fire(find('input[type="range"]'), new Event('change', { bubbles: true }));

/** The hand goes on: Next has the focus. */
async function leave(): Promise<void> {
  find('.foot .go').focus();
  flushSync();
  await sitting.flow.saver.flush();
}

const counted = () => {
  const { changes, means, firstActionMs } = sitting.flow.process.data();
  return { changes, means, firstActionMs };
};
const saved = () => sitting.api.answers.at(-1);

beforeAll(standInForPage);
afterEach(cleanup);

describe('by pointer', () => {
  const sort = () => {
    for (const column of [0, 1, 1]) {
      press('.pile .card');
      press('.head-of', column);
    }
  };
  const drag = () => {
    const line = find('input[type="range"]');
    pointer(line, 'pointerdown');
    for (const value of [3, 4, 5, 6]) slide(value);
    pointer(line, 'pointerup');
    drop();
  };
  const rank = () => {
    for (const _ of 'xxx') press('.tray .ending');
  };
  const pad = () => {
    press('.pad button', 6);
    press('.pad button', 10);
  };
  it.each<[string, () => void, number, Partial<Given>]>([
    ['ranking', rank, 3, { ranks: [4, 3, 2, 1] }],
    ['likert', () => press('.option input', 3), 1, { chosen: [3] }],
    ['single_choice', () => press('.option input', 2), 1, { chosen: [2] }],
    ['multiple_choice', () => [0, 2].forEach((at) => press('.option input', at)), 2, { chosen: [0, 2] }],
    ['numeric', pad, 2, { number: '10' }],
    ['slider', drag, 1, { number: '6' }],
    ['forced_distribution', sort, 3, { columns: [0, 1, 1, 2] }],
  ])('%s', async (name, act, changes, answer) => {
    await show(name);
    sitting.clock = 700;
    act();
    sitting.clock = 2000;
    // Tab through whatever there is to type into.
    host.querySelector<HTMLInputElement>('.entry')?.focus();
    await leave();
    expect(counted()).toEqual({ changes, means: 'pointer', firstActionMs: 700 });
    expect(saved()).toMatchObject({ answer: { ...NOTHING, ...answer }, process: { changes, means: 'pointer', firstActionMs: 700 } });
  });

  it('a card that is pressed twice in a hurry is picked up once', async () => {
    await show('forced_distribution');
    press('.pile .card');
    fire(find('.pile .card'), new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 }));
    expect(find('.pile .card').matches('.picked')).toBe(true);
    press('.pile .card');
    expect(find('.pile .card').matches('.picked')).toBe(false);
  });

  it('a drag is undone in one step, and the next is an act of its own', async () => {
    await show('slider', true);
    drag();
    pointer(find('input[type="range"]'), 'pointerdown');
    slide(2);
    drop();
    expect([counted().changes, sitting.flow.state('x').value().number]).toEqual([2, '2']);
    const undo = () => press('.tally .btn');
    undo();
    expect(sitting.flow.state('x').value().number).toBe('6');
    undo();
    expect([sitting.flow.state('x').value().number, counted()]).toMatchObject(['7', { changes: 4, means: 'pointer' }]);
  });

  it('a press on the handle where it stands is an answer, and no second one', async () => {
    await show('slider');
    const line = find('input[type="range"]');
    for (const _ of 'xx') {
      pointer(line, 'pointerdown');
      pointer(line, 'pointerup');
    }
    await leave();
    expect([counted().changes, saved()?.answer.number]).toEqual([1, '5']);
  });
});

describe('by keys', () => {
  const arrow = (repeat = false) => {
    const line = find('input[type="range"]');
    line.focus();
    key('ArrowRight', { repeat });
    slide(Number(line.value) + 1);
    drop();
  };
  const held = () => [false, true, true, true].forEach(arrow);
  const digits = (all: string) => () => {
    for (const digit of all) key(digit, { code: `Digit${digit}` });
  };
  const rank = () => {
    for (const digit of '432') {
      find('.tray .ending').focus();
      key(digit, { code: `Digit${digit}` });
    }
  };
  const sort = () => {
    for (const digit of '122') {
      find('.pile .card').focus();
      key(digit, { code: `Digit${digit}` });
    }
  };
  it.each<[string, () => void, number, Partial<Given>]>([
    ['ranking', rank, 3, { ranks: [4, 3, 2, 1] }],
    ['likert', digits('4'), 1, { chosen: [3] }],
    ['single_choice', digits('3'), 1, { chosen: [2] }],
    ['multiple_choice', digits('13'), 2, { chosen: [0, 2] }],
    ['numeric', () => type('.entry', '4'), 1, { number: '4' }],
    ['slider', held, 1, { number: '9' }],
    ['text', () => type('.entry', 'map'), 3, { text: 'map' }],
    ['forced_distribution', sort, 3, { columns: [0, 1, 1, 2] }],
  ])('%s', async (name, act, changes, answer) => {
    await show(name);
    sitting.clock = 700;
    act();
    sitting.clock = 2000;
    await leave();
    expect(counted()).toEqual({ changes, means: 'keyboard', firstActionMs: 700 });
    expect(saved()).toMatchObject({ answer: { ...NOTHING, ...answer }, process: { changes, means: 'keyboard' } });
  });

  it('a stored answer is put back by the hand that pressed', async () => {
    await show('single_choice', true);
    find('.option input', 1).focus();
    key('Backspace');
    find('.mid .btn.link').focus();
    fire(find('.mid .btn.link'), new MouseEvent('click', { bubbles: true, detail: 0 }));
    expect(counted()).toMatchObject({ changes: 2, means: 'keyboard' });
  });
});

describe('a look', () => {
  it.each(Object.keys(types))('at an answered %s counts nothing and saves nothing', async (name) => {
    await show(name, true);
    sitting.clock = 4000;
    for (const each of host.querySelectorAll<HTMLElement>('input, textarea, button')) each.focus();
    await leave();
    expect([counted(), sitting.api.answers]).toEqual([{ changes: 0, means: '', firstActionMs: 4000 }, []]);
  });
});
