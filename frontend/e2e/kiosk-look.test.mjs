// What the sets to rank owe to eyes and ears: fit, zoom, forced colours, motion,
// names. What holds on every screen stands in kiosk-sweep.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { eventually } from './lib/eventually.mjs';
import { atSet, begin, handOver, rested, ways } from './lib/participant.mjs';

test('every set fits 1024 × 640 without scrolling, in both languages', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const { page } = app;
  await handOver(app, { language: 'id' });
  await begin(page);
  const tall = [];
  for (let number = 1; number <= 20; number++) {
    if (number === 13) await rested(page);
    for (const language of ['en', 'id']) {
      await page.locator('.lang select').selectOption(language);
      await page.waitForFunction((code) => document.documentElement.lang === code, language);
      await atSet(page, number);
      const over = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
      if (over > 0) tall.push(`set ${number} ${language}: ${over} px`);
    }
    await page.locator('.go').click();
    await page.locator('.mid .btn').click();
  }
  assert.deepEqual(tall, []);
});

test('at 200 % the place that asks stays in sight while the endings are chosen', async (t) => {
  const app = await startApp(t, { viewport: { width: 512, height: 320 }, context: { deviceScaleFactor: 2 } });
  const { page } = app;
  await handOver(app);
  await begin(page);
  for (const [position, want] of [[0, '4 most like me'], [1, '3 more like me'], [2, '2 less like me']]) {
    await eventually(async () => assert.equal((await page.locator('.again').textContent()).replace(/\s+/g, ' '), want));
    await page.locator(`.item[data-position="${position}"] .ending`).click();
  }
  await page.locator('.saved').waitFor();
});

test('forced colours keep wedge, circles and progress', async (t) => {
  const app = await startApp(t, { context: { forcedColors: 'active' } });
  const { page } = app;
  await handOver(app);
  await begin(page);
  const seen = await page.evaluate(() => {
    const style = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo);
    const paper = getComputedStyle(document.body).backgroundColor;
    return {
      wedge: style('.slots', '::before').backgroundColor !== paper,
      tick: style('.ticks i').backgroundColor !== paper,
      ring: style('.ring').borderTopColor !== paper,
      number: style('.ring').fontSize === '0px',
    };
  });
  assert.deepEqual(seen, { wedge: true, tick: true, ring: true, number: true });
});

test('movement is short, and absent when it is not wanted', async (t) => {
  /** Looks at every frame from now on; gives the way to ask for the duration of whatever ran in one of them. */
  const running = async (page) => {
    await page.evaluate(() => {
      window.ran = new Map();
      const look = () => {
        for (const a of document.getAnimations()) if (!(a instanceof CSSTransition)) window.ran.set(a, a.effect.getTiming().duration);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    return () => page.evaluate(() => [...window.ran.values()]);
  };
  for (const [reducedMotion, want] of [['no-preference', true], ['reduce', false]]) {
    const app = await startApp(t, { context: { reducedMotion } });
    const { page } = app;
    await handOver(app);
    await begin(page);
    const ran = await running(page);
    await page.locator('.item[data-position="3"] .ending').click();
    await page.locator('.slot.full').waitFor();
    if (want) await page.waitForFunction(() => window.ran.size > 0);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const durations = await ran();
    assert.equal(durations.length > 0, want, reducedMotion);
    assert.ok(durations.every((ms) => ms < 200));
  }
});

test('the names: group by stem, endings by text and rank, lists by direction', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await begin(page);
  const stem = await page.locator('.stem').textContent();
  const group = page.getByRole('group', { name: stem });
  await group.waitFor();
  await ways.tap(page, [2]);
  const text = await page.locator('.slot .txt').textContent();
  await group.getByRole('button', { name: `${text}, rank 4, most like me`, exact: true }).waitFor();
  assert.equal(await group.getByRole('button', { name: /, not placed yet$/ }).count(), 3);
  const places = group.getByRole('list', { name: 'Your order, from most like me to least like me' });
  assert.equal(await places.getByRole('listitem').count(), 4);
  const up = group.getByRole('button', { name: `Move up: ${text}` });
  assert.equal(await up.getAttribute('aria-disabled'), 'true');
  assert.equal(await up.isDisabled(), true);
  assert.equal(await up.evaluate((e) => e.disabled), false, 'the focus must survive');
});
