// The participant's way against the real program: language, back, open sets,
// review, failures, resumption after a kill, and the counsellor's way out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { answer, assertShown, assertStored, atSet, begin, finish, handOver, orderOf, session, ways, welcomedBack } from './lib/participant.mjs';
import { leave, PIN, unlock } from './lib/pin.mjs';
import { unlockDesk } from './lib/porter.mjs';
import { hold, openThirdFromReview } from './lib/tour.mjs';

const saved = (page) => page.locator('.saved[data-state="saved"]').waitFor();

/** Makes the next calls of a method fail with a code, until `heal`. */
const breakMethod = (page, method, code) =>
  page.evaluate(([name, failure]) => {
    const kiosk = window.go.kiosk.Kiosk;
    window.healthy ??= kiosk[name];
    window.tried = 0;
    kiosk[name] = () => {
      window.tried += 1;
      return Promise.reject(JSON.stringify({ code: failure, params: {} }));
    };
  }, [method, code]);
const heal = (page, method) => page.evaluate((name) => (window.go.kiosk.Kiosk[name] = window.healthy), method);

test('the welcome greets by name, or neutrally when only a code is known', async (t) => {
  const app = await startApp(t);
  await handOver(app, { name: 'Dewi' });
  assert.equal((await app.page.locator('.kiosk .main h1').textContent()).trim(), 'Welcome, Dewi.');
  assert.match(await app.page.locator('.rows.more').textContent(), /About 12 to 20 minutes.*No right or wrong.*Always saved/s);
  const other = await startApp(t);
  await handOver(other, { name: '', language: 'id' });
  assert.equal((await other.page.locator('.kiosk .main h1').textContent()).trim(), 'Selamat datang.');
});

test('the language can change at any time and keeps order, places and answers', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await page.getByRole('radio', { name: 'Bahasa Indonesia' }).check();
  await page.getByRole('button', { name: 'Mulai' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'id');
  await begin(page);
  await answer(page, 'tap', { to: 2 });
  await atSet(page, 3);
  await ways.tap(page, [2]);
  const before = await page.locator('.slot .txt').first().textContent();
  await page.locator('.lang select').selectOption('en');
  await page.getByRole('button', { name: 'Next' }).waitFor();
  await atSet(page, 3);
  await assertShown(page, [2, null, null, null]);
  assert.notEqual(await page.locator('.slot .txt').first().textContent(), before);
  const items = (await session(page)).items;
  assert.equal(await page.locator('.slot .txt').first().textContent(), items[2].ranking.endings[2]);
  await assertStored(page, { to: 2 });
  app.assertQuiet();
});

test('open sets: left open, listed in the review, filled from there; none may stay open', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await begin(page);
  await answer(page, 'tap', { to: 6 });
  await ways.tap(page, [1, 3]);
  await page.locator('.go').click();
  await page.getByRole('button', { name: 'Leave it open for now' }).click();
  await answer(page, 'tap', { from: 8 });
  const review = page.locator('.setlist');
  await review.waitFor();
  assert.deepEqual(await review.locator('li.open .n').allTextContents(), ['7']);
  assert.match(await review.locator('li.open').textContent(), /2 of 4.*still open/s);
  await page.locator('.go').click();
  assert.equal(await page.locator('dialog[open]').count(), 0);
  assert.match(await page.locator('.missing').textContent(), /One is still open: number 7\./);
  assert.equal((await session(page)).done, false);
  await page.getByRole('button', { name: 'Go to number 7' }).click();
  await atSet(page, 7);
  await assertShown(page, [1, 3, null, null], 'what was placed is kept');
  await ways.tap(page, [2]);
  await page.getByRole('button', { name: 'To “Check your answers”' }).click();
  await review.waitFor();
  await review.locator('button').nth(2).click();
  await atSet(page, 3);
  await assertShown(page, orderOf(3));
  await page.locator('.back').click();
  await review.waitFor();
  await page.locator('.go').click();
  await page.getByRole('button', { name: 'Check again' }).click();
  assert.equal((await session(page)).done, false);
  await finish(page);
  assert.equal((await session(page)).done, true);
  app.assertQuiet();
});

test('a set taken apart after it was saved counts as open', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await begin(page);
  await answer(page, 'tap', { to: 1 });
  await page.locator('.back').click();
  await atSet(page, 1);
  await saved(page);
  await page.locator('.slot .ending').first().click();
  assert.equal(await page.locator('.saved').count(), 0, 'what is on screen is not what is saved');
  await page.locator('.go').click();
  assert.match(await page.locator('.missing').textContent(), /One ending is not placed yet/);
});

test('a failed save stays on screen with its reason, holds the set, and is tried again', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await begin(page);
  await breakMethod(page, 'Answer', 'disk_full');
  await ways.tap(page, orderOf(1));
  await page.locator('.saved[data-state="failed"]').waitFor();
  const notice = page.locator('[role="status"] .notice');
  assert.match(await notice.textContent(), /could not be saved because the disk is full\. Your answer stays on the screen and is tried again by itself\./);
  for (const button of ['.go', '.back']) {
    await page.locator(button).click();
    await page.waitForTimeout(50);
    await atSet(page, 1);
  }
  await assertShown(page, orderOf(1));
  const tried = await page.evaluate(() => window.tried);
  await page.waitForFunction((n) => window.tried > n, tried);
  const again = await page.getByRole('button', { name: 'Try again now' }).elementHandle();
  // In one breath: the page tries again by itself too, and its button goes away with the first try that succeeds.
  await again.evaluate((button) => {
    window.go.kiosk.Kiosk.Answer = window.healthy;
    button.click();
  });
  await saved(page);
  assert.equal(await notice.count(), 0);
  await assertStored(page, { to: 1 });
  await page.locator('.go').click();
  await atSet(page, 2);
  await breakMethod(page, 'Answer', 'read_only');
  await ways.tap(page, orderOf(2));
  await page.locator('.saved[data-state="failed"]').waitFor();
  await heal(page, 'Answer');
  await saved(page);
  await assertStored(page, { to: 2 });
});

test('saved is said only after the acknowledgement, saving only when it takes long', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await begin(page);
  // What is said, and how long after the call, by the page's own clock.
  await page.evaluate(() => {
    window.signs = [];
    new MutationObserver(() => {
      const state = document.querySelector('.saved')?.dataset.state ?? '';
      if (window.held?.length > 0 && state !== '' && window.signs.at(-1)?.state !== state) window.signs.push({ state, after: performance.now() - window.called });
    }).observe(document.querySelector('.kiosk'), { childList: true, subtree: true, attributes: true });
  });
  const letGo = await hold(page, 'Answer');
  await page.evaluate(() => {
    const holding = window.go.kiosk.Kiosk.Answer;
    window.go.kiosk.Kiosk.Answer = (request) => {
      window.called = performance.now();
      return holding(request);
    };
  });
  await ways.tap(page, orderOf(1));
  await page.locator('.saved[data-state="saving"]').waitFor();
  const [first, ...more] = await page.evaluate(() => window.signs);
  assert.deepEqual([first.state, more], ['saving', []], 'nothing else was said before');
  assert.ok(first.after > 250, `“saving” after ${first.after} ms`);
  await page.locator('.go').click();
  await page.waitForTimeout(100);
  await atSet(page, 1);
  await letGo();
  await atSet(page, 2);
  await assertStored(page, { to: 1 });
});

test('an answer on an older revision takes the stored one as its ground', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  const sessionId = await handOver(app);
  await begin(page);
  await page.evaluate((id) => window.go.kiosk.Kiosk.Answer({
    sessionId: id, itemId: 's1', answer: { ranks: [4, 3, 2, 1], chosen: [], number: '', text: '', columns: [], sealed: false }, withdrawn: false, revision: 0, process: { shownAt: 1, firstActionMs: 1, totalMs: 1, changes: 1, means: 'pointer', focusLosses: 0 },
  }), sessionId);
  await ways.tap(page, [3, 2, 1, 0]);
  await saved(page);
  const first = (await session(page)).items[0];
  assert.deepEqual([first.answer.ranks, first.revision], [[1, 2, 3, 4], 2]);
});

test('after a kill: the same set, the same order of endings, the answers given, no name', async (t) => {
  const app = await startApp(t);
  await handOver(app);
  await begin(app.page);
  await answer(app.page, 'tap', { to: 8 });
  await atSet(app.page, 9);
  const endings = await app.page.locator('.txt').allTextContents();
  await app.restart({ signal: 'SIGKILL' });
  const { page } = app;
  assert.equal(await welcomedBack(page), 'You are at set 9 of 20. Your answers are saved.');
  await atSet(page, 9);
  assert.deepEqual(await page.locator('.txt').allTextContents(), endings);
  await assertStored(page, { to: 8 });
  assert.equal((await session(page)).greeting, '');
  for (let number = 8; number >= 1; number--) {
    await page.locator('.back').click();
    await atSet(page, number);
    await assertShown(page, orderOf(number));
  }
  await app.restart({ signal: 'SIGKILL' });
  await welcomedBack(app.page);
  await atSet(app.page, 1);
  app.assertQuiet();
});

test('after a kill on the review and on the end the same screen stands there', async (t) => {
  const app = await startApp(t);
  await handOver(app, { language: 'id' });
  await begin(app.page);
  await answer(app.page, 'tap');
  await app.page.locator('.setlist').waitFor();
  await app.restart({ signal: 'SIGKILL' });
  assert.equal(await welcomedBack(app.page), 'Anda sudah menjawab 20 dari 20. Jawaban Anda tersimpan.');
  await app.page.locator('.setlist').waitFor();
  await finish(app.page);
  await app.restart({ signal: 'SIGKILL' });
  await app.page.locator('.last .call', { hasText: 'Silakan panggil konselor.' }).waitFor();
  assert.equal((await app.page.locator('.thanks').textContent()).trim(), 'Terima kasih.');
});

test('after a kill in a set that the review opened, it leads back to the review', async (t) => {
  const app = await startApp(t);
  await handOver(app);
  await openThirdFromReview(app.page);
  await app.restart({ signal: 'SIGKILL' });
  const { page } = app;
  assert.equal(await welcomedBack(page), 'You are at set 3 of 20. Your answers are saved.');
  await atSet(page, 3);
  await page.getByRole('button', { name: 'To “Check your answers”' }).click();
  await page.locator('.setlist').waitFor();
  app.assertQuiet();
});

test('the counsellor’s way out: pauses in the middle, and no result on the way', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  const sessionId = await handOver(app);
  await begin(page);
  await answer(page, 'tap', { to: 1 });
  await page.getByRole('button', { name: 'For the counsellor' }).click();
  await page.getByRole('button', { name: 'Close' }).click();
  await atSet(page, 2);
  await page.getByRole('button', { name: 'For the counsellor' }).click();
  await page.keyboard.press('Escape');
  await atSet(page, 2);
  await leave(page, 'resume');
  await atSet(page, 2);
  await unlock(page);
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await atSet(page, 2);
  await leave(page, 'pause');
  const people = await page.evaluate(() => window.go.desk.Desk.People({ query: '', after: '' }));
  assert.equal(people.rows[0].sessions[0].session.state, 'paused');
  await page.evaluate((request) => window.go.desk.Desk.HandOver(request), { sessionId, pin: PIN });
  await page.reload();
  await welcomedBack(page);
  await atSet(page, 2);
  await assertStored(page, { to: 1 });
  app.assertQuiet();
});

test('leaving with an unsaved change says so first', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await begin(page);
  await breakMethod(page, 'Answer', 'disk_full');
  await ways.tap(page, orderOf(1));
  await page.locator('.saved[data-state="failed"]').waitFor();
  await unlock(page);
  await page.locator('dialog[open] .notice', { hasText: 'is lost if you leave now' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await unlockDesk(page);
});

test('no mode code in the page or on the wire, at any step', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  const frames = [];
  page.on('websocket', (ws) => {
    for (const way of ['framereceived', 'framesent']) ws.on(way, (frame) => frames.push(String(frame.payload)));
  });
  await page.reload();
  await page.locator('.kiosk .main').waitFor();
  const code = /\b(CE|RO|AC|AE|ACCE|AERO|LFI|CER|ROR|ACR|AER)\b|concrete|reflective|abstract concept|active experiment/i;
  const clean = async (where) => {
    const body = await page.locator('body').evaluate((e) => e.outerHTML);
    assert.equal(code.exec(body)?.[0], undefined, `in the page at ${where}`);
  };
  await clean('the welcome');
  await begin(page);
  for (let number = 1; number <= 20; number++) {
    await clean(`set ${number}`);
    await answer(page, 'tap', { from: number, to: number });
  }
  await clean('the review');
  await finish(page);
  await clean('the end');
  assert.ok(frames.some((f) => f.includes('Answer')), 'the calls were seen');
  for (const frame of frames) assert.equal(code.exec(frame)?.[0], undefined, frame.slice(0, 200));
});

test('keys, drops and clicks of a browser do nothing', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await begin(page);
  await ways.tap(page, [0]);
  const refused = await page.evaluate(() => {
    const target = document.querySelector('.ending');
    const fire = (event) => !target.dispatchEvent(event);
    const key = (init) => fire(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
    const mouse = (type, init = {}) => fire(new MouseEvent(type, { bubbles: true, cancelable: true, ...init }));
    const drag = (type) => fire(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() }));
    return {
      f5: key({ key: 'F5' }),
      reload: key({ key: 'r', ctrlKey: true }),
      hardReload: key({ key: 'R', ctrlKey: true, shiftKey: true }),
      back: key({ key: 'ArrowLeft', altKey: true }),
      print: key({ key: 'p', ctrlKey: true }),
      find: key({ key: 'f', ctrlKey: true }),
      side: mouse('mouseup', { button: 3 }),
      menu: mouse('contextmenu'),
      over: drag('dragover'),
      drop: drag('drop'),
    };
  });
  assert.deepEqual(Object.entries(refused).filter(([, stopped]) => !stopped), []);
  for (const key of ['Escape', 'Backspace', 'F5', 'Control+r', 'Alt+ArrowLeft']) await page.keyboard.press(key);
  await page.waitForTimeout(100);
  await atSet(page, 1);
  assert.equal(await page.locator('.rank').count(), 1);
  app.assertQuiet();
});
