// What every participant's screen owes to eyes and hands: axe, targets, sizes,
// zoom, themes, forced colours, motion.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { answer, atSet, begin, finish, handOver, orderOf, ways } from './lib/participant.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function assertAccessible(page, where) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(' | ')}`);
  assert.deepEqual(found, [], `axe at ${where}`);
}

/** Everything to press is at least 44 px each way and inside the window's width. */
async function assertTargets(page, where) {
  const faults = await page.locator('button:visible, select:visible, .opt:visible').evaluateAll((all) =>
    all
      .map((e) => ({ box: e.getBoundingClientRect(), text: e.getAttribute('aria-label') ?? e.textContent.trim() }))
      .filter(({ box }) => box.width < 43.9 || box.height < 43.9 || box.left < 0 || box.right > innerWidth + 0.5)
      .map(({ box, text }) => `${text}: ${box.width} × ${box.height} at ${box.left}`),
  );
  assert.deepEqual(faults, [], `targets at ${where}`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.equal(over, 0, `sideways scroll at ${where}`);
}

/** Leads through every kind of screen and calls `look` on each. */
async function everyScreen(page, look) {
  await look('the welcome');
  await page.locator('.go').click();
  await page.locator('fieldset.rows').waitFor({ state: 'detached' }); // the welcome has rows too
  await page.locator('.again-line, .rows').first().waitFor();
  await look('the instruction');
  await page.locator('.go').click();
  await atSet(page, 1);
  await look('an empty set');
  await page.locator('.go').click();
  await page.locator('.missing').waitFor();
  await look('an early Next');
  await ways.tap(page, orderOf(1).slice(0, 2));
  await look('a half-filled set');
  await ways.tap(page, orderOf(1).slice(2, 3));
  await page.locator('.saved').waitFor();
  await look('a full set');
  await page.locator('.head .btn').click();
  await look('the counsellor’s dialog');
  await page.keyboard.press('Escape');
  await page.locator('.go').click();
  await answer(page, 'tap', { from: 2, to: 12 });
  await look('the break');
  await answer(page, 'tap', { from: 13 });
  await page.locator('.setlist').waitFor();
  await look('the review');
  await page.locator('.go').click();
  await look('the last question');
  await page.keyboard.press('Escape');
  await finish(page);
  await look('the end');
}

for (const theme of ['light', 'dark', 'contrast']) {
  test(`axe finds nothing on any screen, ${theme}`, async (t) => {
    const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
    const { page } = app;
    await page.evaluate((name) => window.go.bridge.Desk.SaveSettings({ language: 'en', theme: name, paper: 'A4' }), theme);
    await handOver(app, { language: theme === 'dark' ? 'id' : 'en' });
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
    await everyScreen(page, (where) => assertAccessible(page, `${where}, ${theme}`));
    app.assertQuiet();
  });
}

const windows = [
  { name: '1024 × 640', viewport: { width: 1024, height: 640 } },
  { name: '200 % of 1024 × 640', viewport: { width: 512, height: 320 }, context: { deviceScaleFactor: 2 } },
  { name: '1440 × 900', viewport: { width: 1440, height: 900 } },
];
for (const { name, ...options } of windows) {
  test(`targets of 44 px and no sideways scroll, ${name}`, async (t) => {
    const app = await startApp(t, options);
    await handOver(app, { language: 'id' });
    await everyScreen(app.page, (where) => assertTargets(app.page, `${where}, ${name}`));
  });
}

test('every set fits 1024 × 640 without scrolling, in both languages', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const { page } = app;
  await handOver(app, { language: 'id' });
  await begin(page);
  const tall = [];
  for (let number = 1; number <= 20; number++) {
    if (number === 13) await page.locator('.go').click();
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
    const line = (await page.locator('.again').textContent()).replace(/\s+/g, ' ');
    assert.equal(line, want);
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
  const running = (page) => page.evaluate(() => document.getAnimations().filter((a) => !(a instanceof CSSTransition)).map((a) => a.effect.getTiming().duration));
  for (const [reducedMotion, want] of [['no-preference', true], ['reduce', false]]) {
    const app = await startApp(t, { context: { reducedMotion } });
    const { page } = app;
    await handOver(app);
    await begin(page);
    await page.locator('.item[data-position="3"] .ending').click();
    const durations = await running(page);
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
