// Participants who differ by what they answer with: a mouse, a finger, or keys
// alone. Each goes through any instrument by what stands on screen.
import assert from 'node:assert/strict';
import { assertShown, orderOf, ranksOf, session, ways } from './participant.mjs';

/** Presses something as each hand does it. */
const press = {
  mouse: (page, locator) => locator.click(),
  finger: (page, locator) => locator.tap(),
  async keys(page, locator) {
    await tabTo(page, locator);
    await page.keyboard.press((await locator.evaluate((e) => e.matches('input'))) ? 'Space' : 'Enter');
  },
};

/** Tab until an element has the focus, as a person without a mouse finds it. */
export async function tabTo(page, locator) {
  const element = await locator.elementHandle();
  for (let tries = 0; tries < 80; tries++) {
    if (await element.evaluate((e) => e === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${locator}`);
}

/**
 * The means by which an inventory can be answered: the hand, and how it ranks.
 * `context` is what the browser must have for it.
 */
export const means = {
  tap: { hand: 'mouse', way: 'tap' },
  touch: { hand: 'finger', way: 'touch', context: { hasTouch: true } },
  buttons: { hand: 'mouse', way: 'buttons' },
  drag: { hand: 'mouse', way: 'drag' },
  keys: { hand: 'keys', way: 'keys' },
};

const ranking = {
  ...ways,
  async touch(page, order) {
    for (const position of order.slice(0, 3)) await page.locator(`.item[data-position="${position}"] .ending`).tap();
  },
};

/** What stands on screen, by what only it has. */
async function kindOf(page) {
  return page.evaluate(() => {
    const has = (selector) => document.querySelector(`.kiosk ${selector}`) !== null;
    if (has('.main .pause')) return 'break';
    if (has('.main .last')) return 'end';
    if (has('.practice')) return 'practice';
    if (has('.rank, .ask.choice, .ask.quantity, .ask.slider, .ask.words, .ask.sort')) return 'item';
    return has('.setlist') ? 'review' : 'reading';
  });
}

const type = (page) => page.evaluate(() => ['rank', 'choice', 'quantity', 'slider', 'words', 'sort'].find((name) => document.querySelector(`.kiosk .${name}`)));

/** Gives some answer to the item on screen, another one for every number. */
export async function give(page, by, number) {
  const { hand, way } = means[by];
  const pressing = press[hand];
  const keys = hand === 'keys';
  switch (await type(page)) {
    case 'rank': {
      const count = await page.locator('.slot').count();
      const order = count === 4 ? orderOf(number) : [...Array(count).keys()];
      await ranking[way](page, order);
      await assertShown(page, order, `number ${number} by ${by}`);
      return { ranks: ranksOf(order) };
    }
    case 'choice': {
      const options = page.locator('.options .option:not(.apart)');
      const many = (await page.locator('.options .box').count()) > 0;
      const wanted = many ? [0, 1] : [number % (await options.count())];
      for (const position of wanted) {
        if (keys) await page.keyboard.press(String(position + 1));
        else await pressing(page, options.nth(position));
      }
      return { chosen: wanted };
    }
    case 'quantity':
      if (keys) await page.keyboard.type('12');
      else for (const digit of ['1', '2']) await pressing(page, page.locator('.pad').getByRole('button', { name: digit, exact: true }));
      return { number: '12' };
    case 'slider':
      return { number: await slide(page, hand) };
    case 'words':
      if (!keys) await pressing(page, page.locator('.entry'));
      await page.keyboard.type('A quiet room.');
      return { text: 'A quiet room.' };
    default:
      return sort(page, hand);
  }
}

/** Sets the mark: one step above the middle by keys, else by a press three quarters along the line. Gives what that is. */
async function slide(page, hand) {
  const line = page.locator('.line input');
  const [low, high, step] = await line.evaluate((e) => [e.min, e.max, e.step].map(Number));
  const onGrid = (part) => low + Math.round(((high - low) * part) / step) * step;
  const text = (value) => String(Math.round(value * 1e6) / 1e6);
  if (hand === 'keys') {
    await page.keyboard.press('ArrowRight');
    return text(onGrid(0.5) + step);
  }
  const { width, height } = await line.boundingBox();
  const position = { x: width * 0.75, y: height / 2 };
  await (hand === 'finger' ? line.tap({ position }) : line.click({ position }));
  return text(onGrid(0.75));
}

/** Fills the columns one after the other from the pile. Gives the column of every card by displayed position. */
async function sort(page, hand) {
  const room = await page.locator('.list').evaluateAll((all) => all.map((list) => list.children.length));
  const columns = Array(room.reduce((a, b) => a + b)).fill(null);
  const next = page.locator(hand === 'keys' ? '.pile .card:focus' : '.pile .card').first();
  for (const [column, places] of room.entries()) {
    for (let i = 0; i < places && (await page.locator('.pile .card').count()) > 0; i++) {
      columns[Number(await next.getAttribute('data-position'))] = column;
      if (hand === 'keys') await page.keyboard.press(String(column + 1));
      else {
        await press[hand](page, page.locator('.pile .card').first());
        await press[hand](page, page.locator('.head-of').nth(column));
      }
    }
  }
  // The last one goes to the last place by itself.
  const last = room.findIndex((places, column) => columns.filter((at) => at === column).length < places);
  return { columns: columns.map((at) => at ?? last) };
}

/** Does something and waits for another screen. */
async function onward(page, act) {
  await page.locator('.kiosk .main').evaluate((main) => (main.dataset.seen = 'yes'));
  await act();
  await page.locator('.kiosk .main:not([data-seen])').waitFor();
}

/**
 * From the welcome to the last screen, by one of the means alone; looks in Go's
 * books before the answers are handed in. Gives the kinds of screens seen, the items in the books and
 * what was given. `go` presses what leads on, in another way than the hand's own.
 */
export async function complete(page, by, { go = () => press[means[by].hand](page, page.locator('.foot .go')) } = {}) {
  const pressing = press[means[by].hand];
  const seen = [];
  const given = [];
  let items = [];
  for (let number = 1; seen.length < 200; ) {
    const kind = await kindOf(page);
    seen.push(kind);
    if (kind === 'end') return { seen, items, given };
    if (kind === 'practice') {
      await give(page, by, 1);
      await go();
      await page.locator('.check').waitFor();
      await onward(page, () => pressing(page, page.locator('.check .btn.primary')));
      continue;
    }
    if (kind === 'item') {
      given.push(await give(page, by, number));
      await page.locator('.saved[data-state="saved"]').waitFor();
      number += 1;
    }
    if (kind === 'review') items = await assertGiven(page, given);
    // Two quick taps on one place are one gesture: a person reads in between.
    if (by === 'touch' && kind !== 'item') await page.waitForTimeout(400);
    await onward(page, go);
  }
  throw new Error(`no end: ${seen.join(' ')}`);
}

/** Go's books hold just what was given. */
export async function assertGiven(page, given) {
  assert.equal(await page.locator('.setlist li.open').count(), 0, 'nothing is open');
  const { items } = await session(page);
  assert.equal(items.length, given.length);
  for (const [i, want] of given.entries()) {
    assert.ok(items[i].revision > 0, `number ${i + 1} is stored`);
    for (const [part, value] of Object.entries(want)) assert.deepEqual(items[i].answer[part], value, `number ${i + 1}`);
  }
  return items;
}
