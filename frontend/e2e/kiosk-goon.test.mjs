// “Go on” behind the PIN leads back to the page where the participant was, with
// all that stood on it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { assertShown, assertStored, atSet, begin, finish, handOver, orderOf, session, ways, welcomedBack } from './lib/participant.mjs';
import { leave, unlock } from './lib/pin.mjs';
import { agree, fail, fillAll, jump, onward, openThirdFromReview, toItem } from './lib/tour.mjs';

const undo = (page) => page.getByRole('button', { name: 'Undo' });
const gone = (page) => page.locator('dialog[open]').waitFor({ state: 'detached' });

/** Both ways on from the acts: by their first choice, and by Escape. */
const goingOn = {
  'Go on': (page) => leave(page, 'resume'),
  Escape: async (page) => {
    await unlock(page);
    await page.keyboard.press('Escape');
  },
};

for (const [name, goOn] of Object.entries(goingOn)) {
  test(`${name}: a half-placed set stands as it was, and can be undone`, async (t) => {
    const app = await startApp(t);
    const { page } = app;
    await handOver(app);
    await begin(page);
    await ways.tap(page, [2, 0]);
    await goOn(page);
    await gone(page);
    await atSet(page, 1);
    await assertShown(page, [2, 0, null, null]);
    await page.waitForFunction(() => document.activeElement.matches('.tray .ending'));
    await undo(page).click();
    await assertShown(page, [2, null, null, null]);
    await ways.tap(page, [0, 1]);
    await page.locator('.saved[data-state="saved"]').waitFor();
    app.assertQuiet();
  });
}

test('what is typed and not whole stands as it was', async (t) => {
  const app = await startApp(t, { instruments: ['every-control'] });
  const { page } = app;
  await handOver(app, { instrument: 'every-control' });
  await agree(page);
  const long = 'a lamp, a rope, a stove, a pan and a great deal more';
  for (const [id, words] of [['i6', '99'], ['i8', long]]) {
    await toItem(page, id);
    await page.locator('.entry').fill(words);
    await leave(page, 'resume');
    await gone(page);
    assert.equal(await page.locator('.entry').inputValue(), words, id);
  }
  app.assertQuiet();
});

test('a set that the review opened leads back to the review', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await openThirdFromReview(page);
  await leave(page, 'resume');
  await gone(page);
  await atSet(page, 3);
  await page.getByRole('button', { name: 'To “Check your answers”' }).click();
  await page.locator('.setlist').waitFor();
  app.assertQuiet();
});

test('a practice goes on with what was tried, and with its question', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  for (const until of ['.told', '.points', '.practice']) {
    await page.locator('.foot .go').click();
    await page.locator(until).waitFor();
  }
  await ways.tap(page, [3, 1]);
  await leave(page, 'resume');
  await gone(page);
  await assertShown(page, [3, 1, null, null]);
  await ways.tap(page, [0]);
  await page.locator('.foot .go').click();
  await page.locator('.check').waitFor();
  await leave(page, 'resume');
  await gone(page);
  await assertShown(page, [3, 1, 0, 2]);
  await page.locator('.check .btn.primary').click();
  await page.locator('.practice').waitFor({ state: 'detached' });
  const { practices } = await session(page);
  assert.equal(practices[0].tries, 1);
  app.assertQuiet();
});

test('a whole set that could not be saved stands there and is saved later', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await begin(page);
  const heal = await fail(page, 'Answer', 'disk_full');
  await ways.tap(page, orderOf(1));
  await page.locator('.saved[data-state="failed"]').waitFor();
  await unlock(page);
  await page.locator('dialog[open] .notice', { hasText: 'is lost if you leave now' }).waitFor();
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await gone(page);
  await assertShown(page, orderOf(1));
  await page.locator('.saved[data-state="failed"]').waitFor();
  await heal();
  await page.locator('.saved[data-state="saved"]').waitFor();
  await assertStored(page, { to: 1 });
});

test('nobody is welcomed back who was there; answers that were handed in come back at the review', async (t) => {
  const app = await startApp(t);
  await handOver(app);
  await begin(app.page);
  await ways.tap(app.page, orderOf(1));
  await app.page.locator('.saved[data-state="saved"]').waitFor();
  await app.restart({ signal: 'SIGKILL' });
  const { page } = app;
  await welcomedBack(page);
  await atSet(page, 1);
  await leave(page, 'resume');
  await gone(page);
  await atSet(page, 1);
  await fillAll(page);
  await jump(page, '*review');
  await welcomedBack(page);
  await onward(page, finish);
  await leave(page, 'resume');
  await page.locator('.setlist').waitFor();
  assert.equal((await session(page)).done, false);
  app.assertQuiet();
});

test('choices that could not be shut stand again and say why', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await unlock(page);
  const heal = await fail(page, 'Resume', 'disk_full');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open] .notice').waitFor();
  await heal();
  await page.keyboard.press('Escape');
  await gone(page);
});

test('no time of a set counts while the counsellor’s question lies over it', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await begin(page);
  await page.evaluate(() => {
    const kiosk = window.go.kiosk.Kiosk;
    const real = kiosk.Answer;
    window.sent = [];
    kiosk.Answer = (request) => {
      window.sent.push({ at: performance.now(), total: request.process.totalMs });
      return real(request);
    };
  });
  const change = async (count) => {
    await page.locator('.slot .up:not([aria-disabled="true"])').first().click();
    await page.waitForFunction((n) => window.sent.length === n, count);
  };
  await ways.tap(page, orderOf(1));
  await page.waitForFunction(() => window.sent.length === 1);
  // The control: with nothing over the page all of it counts.
  await page.waitForTimeout(1500);
  await change(2);
  await page.getByRole('button', { name: 'For the counsellor' }).click();
  await page.locator('dialog[open] input').waitFor();
  await page.waitForTimeout(1500);
  await page.keyboard.press('Escape');
  await gone(page);
  await page.waitForTimeout(800); // a second press on an arrow within that is another one
  await change(3);
  const [one, two, three] = await page.evaluate(() => window.sent);
  const missing = (from, to) => to.at - from.at - (to.total - from.total);
  assert.ok(missing(one, two) < 300, `${missing(one, two)} ms do not count`);
  assert.ok(missing(two, three) >= 1300, `${missing(two, three)} ms do not count`);
});
