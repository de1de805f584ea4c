// The rules of the ranking control on one set of the real program.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { eventually } from './lib/eventually.mjs';
import { assertShown, assertSpoken, atSet, begin, handOver, quickEnter, session, ways } from './lib/participant.mjs';

const item = (page, position) => page.locator(`.item[data-position="${position}"]`);
const ending = (page, position) => item(page, position).locator('.ending');
const focused = (page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    return `${e?.className.split(' ')[0]} ${e?.closest('.item')?.dataset.position ?? ''}`.trim();
  });
const assertFocused = (page, wanted, message) => eventually(async () => assert.equal(await focused(page), wanted, message));
const middle = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

async function firstSet(t, options) {
  const app = await startApp(t, options);
  await handOver(app);
  await begin(app.page);
  return app;
}

test('a tap takes the next free place, the last fills itself, a tap takes back', async (t) => {
  const app = await firstSet(t);
  const { page } = app;
  await assertShown(page, [null, null, null, null]);
  await ending(page, 2).click();
  await assertFocused(page, 'ending 3', 'the focus goes on to the next open ending');
  await assertSpoken(page, /, rank 4, most like me, 1 of 4 placed\.$/);
  await ending(page, 0).click();
  await ending(page, 3).click();
  await assertShown(page, [2, 0, 3, 1]);
  await assertSpoken(page, /rank 2, less like me, 4 of 4 placed\. .* took the last place: rank 1, least like me\.$/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await assertShown(page, [2, 0, null, null], 'undo takes both back in one step');
  await assertSpoken(page, 'Undone, 2 of 4 placed.');
  await ending(page, 2).click();
  await assertShown(page, [null, 0, null, null]);
  await assertSpoken(page, /, taken back, 1 of 4 placed\.$/);
  app.assertQuiet();
});

test('keys: digits swap, Alt moves, Backspace takes back, Ctrl+Z undoes', async (t) => {
  const { page } = await firstSet(t);
  const { keyboard } = page;
  await ways.keys(page, [2, 0, 3, 1]);
  await assertFocused(page, 'ending 3', 'after a digit the focus stays');
  await keyboard.press('Numpad4');
  await assertShown(page, [3, 0, 2, 1]);
  await keyboard.press('Alt+ArrowDown');
  await assertShown(page, [0, 3, 2, 1]);
  await keyboard.press('Backspace');
  await assertShown(page, [0, null, 2, 1]);
  await assertFocused(page, 'ending 3');
  await keyboard.press('Space');
  await assertShown(page, [0, 3, 2, 1]);
  for (let i = 0; i < 3; i++) await keyboard.press('Control+z');
  await assertShown(page, [3, 0, 2, 1]);
  await keyboard.press('ArrowRight');
  await assertFocused(page, 'up 3');
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await assertShown(page, [0, 3, 2, 1], 'Enter presses the button that has the focus');
  await assertFocused(page, 'down 3');
});

test('a space too many takes no complete set apart; the next one takes back as always', async (t) => {
  const { page } = await firstSet(t);
  await ending(page, 0).focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('Space');
  await assertShown(page, [0, 1, 2, 3], 'three were placed and the fourth took what was left');
  await assertSpoken(page, 'All endings are placed. You can still change the order.');
  await page.keyboard.press('Space');
  await assertShown(page, [0, 1, null, 3]);
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await assertShown(page, [0, 1, null, 3], 'who has gone away and come back means it');
});

test('keys without a function and repeated keys do nothing', async (t) => {
  const { page } = await firstSet(t);
  await ending(page, 1).focus();
  const before = await page.locator('.rank').innerHTML();
  for (const key of ['5', '0', 'a', 'Escape', 'Home', 'Alt+ArrowUp', 'Shift+1', 'Control+1', 'Backspace', 'Control+z']) {
    await page.keyboard.press(key);
  }
  assert.equal(await page.locator('.rank').innerHTML(), before);
  await page.keyboard.down('1');
  await page.keyboard.down('1');
  await page.keyboard.up('1');
  await page.keyboard.down('Backspace');
  await page.keyboard.up('Backspace');
  await page.keyboard.down('Enter');
  for (let i = 0; i < 8; i++) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await assertShown(page, [1, null, null, null], 'a held Enter places one ending only');
});

test('Enter goes on only when complete, and not at once', async (t) => {
  const { page } = await firstSet(t);
  await ending(page, 0).focus();
  await quickEnter(page, 4);
  await assertShown(page, [0, 1, 2, 3]);
  await atSet(page, 1);
  await page.waitForTimeout(600);
  await page.keyboard.press('Enter');
  await atSet(page, 2);
});

test('Next pressed early says what is missing, keeps the focus, and offers to leave the set open', async (t) => {
  const { page } = await firstSet(t);
  const next = page.locator('.go');
  await next.click();
  await atSet(page, 1);
  assert.equal(await page.locator('.missing').textContent(), 'Nothing is placed yet. Which one is most like you?');
  await assertSpoken(page, 'Nothing is placed yet. Which one is most like you?');
  await assertFocused(page, 'btn');
  await ending(page, 0).click();
  assert.equal(await page.locator('.missing').count(), 0);
  await next.click();
  assert.equal(await page.locator('.missing').textContent(), '3 endings are not placed yet. Which one comes next?');
  await page.getByRole('button', { name: 'Leave it open for now' }).click();
  await atSet(page, 2);
  await page.locator('.back').click();
  await atSet(page, 1);
  await assertShown(page, [0, null, null, null], 'what was placed is kept');
});

/** Waits until nothing of the ranking is on its way any more. */
const still = (page) => page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'));

test('two quick presses of an arrow move the same ending twice', async (t) => {
  for (const reducedMotion of ['reduce', 'no-preference']) {
    const { page } = await firstSet(t, { context: { reducedMotion } });
    await ways.tap(page, [0, 1, 2, 3]);
    await still(page);
    await page.evaluate(() => {
      window.presses = [];
      addEventListener('click', () => window.presses.push(performance.now()), true);
    });
    const at = middle(await item(page, 3).locator('.up').boundingBox());
    // Quick is what the page sees within 0.7 seconds: where the machine took longer, once more.
    for (let tries = 1; ; tries++) {
      await page.mouse.move(at.x, at.y);
      for (const act of ['down', 'up', 'down', 'up']) await page.mouse[act]();
      const [first, second] = await page.evaluate(() => window.presses.splice(0));
      if (second - first < 600) break;
      assert.ok(tries < 20, `the machine takes ${second - first} ms for two presses`);
      await page.waitForTimeout(800);
      for (const _ of 'xx') await page.keyboard.press('Control+z');
      await assertShown(page, [0, 1, 2, 3]);
    }
    await assertShown(page, [0, 3, 1, 2], reducedMotion);
    await page.waitForTimeout(800);
    await page.mouse.click(at.x, at.y);
    await assertShown(page, [0, 3, 2, 1], 'a later press is a new one');
  }
});

test('dragging: threshold, preview, Escape, never outside the list', async (t) => {
  const { page } = await firstSet(t, { context: { reducedMotion: 'no-preference' } });
  await ways.tap(page, [0, 1, 2, 3]);
  await still(page);
  const grip = middle(await item(page, 0).locator('.grip').boundingBox());
  const lowest = await page.locator('.slot').nth(3).boundingBox();
  const press = async () => {
    await page.mouse.move(grip.x, grip.y);
    await page.mouse.down();
  };
  await press();
  await page.mouse.move(grip.x + 3, grip.y + 4);
  assert.equal(await page.locator('.is-dragging').count(), 0, 'five pixels are no drag');
  await page.mouse.move(grip.x, lowest.y + 10, { steps: 4 });
  await assertShown(page, [1, 2, 3, 0], 'the order shows before the drop');
  await page.mouse.move(grip.x + 600, lowest.y + 900, { steps: 3 });
  const box = await item(page, 0).boundingBox();
  assert.ok(box.y < lowest.y + lowest.height, 'the ending stays in the list');
  await page.keyboard.press('Escape');
  await assertShown(page, [0, 1, 2, 3]);
  await page.mouse.up();
  await assertShown(page, [0, 1, 2, 3]);
  await still(page);
  await press();
  await page.mouse.move(grip.x, lowest.y + 10, { steps: 4 });
  await page.mouse.up();
  await assertShown(page, [1, 2, 3, 0]);
  await page.locator('.saved[data-state="saved"]').waitFor();
});

test('a finger: taps place and take back, the handle of an open ending is its ending, a handle drags', async (t) => {
  const app = await firstSet(t, { viewport: { width: 1024, height: 640 }, context: { hasTouch: true } });
  const { page } = app;
  const cdp = await page.context().newCDPSession(page);
  const touch = (type, ...points) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await ending(page, 1).tap();
  await ending(page, 1).tap();
  await assertShown(page, [null, null, null, null]);
  const edge = middle(await item(page, 2).locator('.grip').boundingBox());
  await page.touchscreen.tap(edge.x, edge.y);
  await assertShown(page, [2, null, null, null], 'no part of an ending is deaf');
  await ending(page, 0).tap();
  await ending(page, 3).tap();
  const grip = middle(await item(page, 2).locator('.grip').boundingBox());
  const lowest = middle(await page.locator('.slot').nth(3).boundingBox());
  await touch('touchStart', grip);
  for (let y = grip.y; y < lowest.y; y += 12) await touch('touchMove', { x: grip.x, y });
  await touch('touchMove', { x: grip.x, y: lowest.y });
  await assertShown(page, [0, 3, 1, 2], 'the order shows before the finger lets go');
  await touch('touchEnd');
  await assertShown(page, [0, 3, 1, 2]);
  assert.equal(await page.evaluate(() => scrollY), 0, 'the page does not scroll under a drag');
  await touch('touchStart', grip);
  await touch('touchMove', { x: grip.x, y: lowest.y });
  await touch('touchCancel');
  await assertShown(page, [0, 3, 1, 2], 'a drag that the system takes away changes nothing');
  await page.locator('.saved[data-state="saved"]').waitFor();
  app.assertQuiet();
});

test('the direction stands in words on every place, before and after', async (t) => {
  const { page } = await firstSet(t);
  const said = () => page.locator('.slot .rankmark').evaluateAll((all) => all.map((e) => e.textContent.replace(/\s+/g, ' ')));
  const want = ['4most like me', '3more like me', '2less like me', '1least like me'];
  assert.deepEqual(await said(), want);
  await ways.tap(page, [3, 1, 0]);
  assert.deepEqual(await said(), want);
  const stem = await page.locator('.stem').boundingBox();
  const places = await page.locator('.slots').boundingBox();
  assert.ok(stem.y + stem.height <= places.y, 'the stem is on top');
});

test('undo by its button to the beginning leaves the focus on the way on', async (t) => {
  const { page } = await firstSet(t);
  await ways.tap(page, [3]);
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.focus();
  await page.keyboard.press('Enter');
  await assertShown(page, [null, null, null, null]);
  assert.equal(await undo.count(), 0);
  await page.waitForFunction(() => document.activeElement.classList.contains('go'));
});

test('in a page that reads from the right, left leads on', async (t) => {
  const { page } = await firstSet(t);
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await ending(page, 0).focus();
  await page.keyboard.press('ArrowLeft');
  await assertFocused(page, 'ending 1');
  const [first, second] = [await ending(page, 0).boundingBox(), await ending(page, 1).boundingBox()];
  assert.ok(second.x < first.x, 'which lies at the left');
  await page.keyboard.press('ArrowRight');
  await assertFocused(page, 'ending 0');
});

test('nothing jumps while placing, in the longest sets of both languages', async (t) => {
  for (const language of ['en', 'id']) {
    const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
    const { page } = app;
    await handOver(app, { language });
    await begin(page);
    const stand = () =>
      page.locator('.stem, .slot, .home, .foot').evaluateAll((all) => all.map((e) => Math.round(e.getBoundingClientRect().top)));
    for (let number = 1; number <= 6; number++) {
      await atSet(page, number);
      const before = await stand();
      for (const position of [3, 1, 0]) {
        await ending(page, position).click();
        assert.deepEqual(await stand(), before, `set ${number}, ${language}`);
      }
      await page.locator('.go').click();
    }
  }
});

test('the answer carries how it came about', async (t) => {
  const { page } = await firstSet(t);
  await page.evaluate(() => {
    const kiosk = window.go.kiosk.Kiosk;
    const real = kiosk.Answer;
    window.sent = [];
    kiosk.Answer = (request) => {
      window.sent.push(request);
      return real(request);
    };
  });
  await page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await ways.tap(page, [3, 2, 1, 0]);
  await page.locator('.saved[data-state="saved"]').waitFor();
  await ending(page, 0).focus();
  await page.keyboard.press('4');
  await page.waitForFunction(() => window.sent.length === 2);
  const [first, second] = await page.evaluate(() => window.sent);
  assert.deepEqual(first.answer.ranks, [1, 2, 3, 4]);
  const [one, two] = [first.process, second.process];
  assert.deepEqual([one.changes, one.means, one.focusLosses, first.revision], [3, 'pointer', 1, 0]);
  assert.ok(one.firstActionMs > 0 && one.totalMs > one.firstActionMs && two.totalMs > one.totalMs, JSON.stringify([one, two]));
  assert.deepEqual([two.changes, two.means, second.revision, two.shownAt], [4, 'mixed', 1, one.shownAt]);
  assert.deepEqual((await session(page)).items[0].answer.ranks, second.answer.ranks);
});
