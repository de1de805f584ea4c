// Every screen of the participant and every control, in each language, also in
// two that nobody speaks, at each size and in each theme: axe finds nothing,
// targets are large enough, and no text is cut off or covered.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { assertAccessible, assertReadable, assertTargets, unreadable } from './lib/look.mjs';
import { handOver } from './lib/participant.mjs';
import { pseudo, standsIn } from './lib/pseudo.mjs';
import { controlsTour, onward, otherEnds, rankingTour, toItem, agree } from './lib/tour.mjs';

const sizes = [
  { name: '1024 × 640', viewport: { width: 1024, height: 640 } },
  { name: '1440 × 900', viewport: { width: 1440, height: 900 } },
  { name: '200 % of 1024 × 640', viewport: { width: 512, height: 320 } },
];
const themes = ['light', 'dark', 'contrast'];
const all = process.env.KITEWISE_MATRIX === 'all';
/** A folder for pictures of every screen, for people who look at them. */
const pictures = process.env.KITEWISE_PICTURES;

/** Looks at one screen under every condition, and leaves it as it was found. */
async function lookEverywhere(page, where, { name, axe, day, number }) {
  const faults = [];
  const check = (run) => run.catch((error) => faults.push(error));
  for (const size of sizes.filter((_, i) => all || day.includes(i))) {
    await page.setViewportSize(size.viewport);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const at = `${where}, ${name}, ${size.name}`;
    await check(assertReadable(page, at));
    await check(assertTargets(page, at));
    if (pictures) await page.screenshot({ path: join(pictures, `${name} ${size.viewport.width} ${where}.png`) });
  }
  await page.setViewportSize(sizes[0].viewport);
  // One theme after the other, at night each on every screen.
  for (const theme of axe ? themes.filter((_, i) => all || i === number % themes.length) : []) {
    await page.evaluate((to) => (document.documentElement.dataset.theme = to), theme);
    await check(assertAccessible(page, `${where}, ${name}, ${theme}`));
    if (pictures && theme !== 'light') await page.screenshot({ path: join(pictures, `${name} ${theme} ${where}.png`) });
  }
  await page.evaluate(() => (document.documentElement.dataset.theme = 'light'));
  return faults;
}

/** `axe` is the theme that the first screen is looked at in, 0 for no axe; `day` the sizes that are looked at every time. */
const languages = [
  { name: 'English', language: 'en', options: {}, axe: 1, day: [0, 1, 2] },
  { name: 'Bahasa Indonesia', language: 'id', options: {}, axe: 0, day: [] },
  { name: 'long texts', language: standsIn.long, options: pseudo, axe: 0, day: [0, 2] },
  { name: 'from the right', language: standsIn.mirrored, options: pseudo, axe: 2, day: [0, 2] },
];

for (const { name, language, options, axe, day } of languages.filter((each) => all || each.day.length > 0)) {
  test(`every screen and every control, ${name}`, async (t) => {
    if (pictures) await mkdir(pictures, { recursive: true });
    const faults = [];
    for (const [tour, instruments] of [[rankingTour, []], [controlsTour, ['every-control']], [otherEnds, []]]) {
      const app = await startApp(t, { viewport: sizes[0].viewport, instruments, ...(options instanceof Function ? options() : options) });
      let screens = 0;
      await tour(app, async (where) => {
        screens += 1;
        faults.push(...(await lookEverywhere(app.page, where, { name, axe, day, number: screens + axe })));
      }, { language });
      assert.ok(screens >= 2, `${screens} screens`);
      await app.stop();
    }
    assert.deepEqual(faults.map((fault) => `${fault.message}`.replace(/\s+/g, ' ')), []);
  });
}

test('the measure of text notices what is cut off, covered, or out of its box', async (t) => {
  const app = await startApp(t, { viewport: sizes[0].viewport, instruments: ['every-control'] });
  const { page } = app;
  await handOver(app, { instrument: 'every-control' });
  await agree(page);
  await toItem(page, 'i1');
  assert.deepEqual(await page.evaluate(unreadable), []);
  const planted = [
    ['.stem { white-space: nowrap; max-width: 12rem }', /runs out of its box/],
    ['.stem { white-space: nowrap; max-width: 12rem; overflow: hidden }', /cut off at the side/],
    ['.stem { white-space: nowrap; max-width: 12rem; overflow: hidden; text-overflow: ellipsis }', /cut off at the side/],
    ['.stem { height: 1rem; overflow: hidden }', /cut off above or below/],
    ['.options { margin-block-start: -4rem }', /lies on/],
    ['.foot .go { white-space: nowrap; min-width: 0; width: 2rem; padding: 0 }', /runs out of what is pressed/],
    ['.option { width: 3rem } .option .txt { overflow-wrap: normal }', /runs out of/],
    ['.tally { position: relative; left: 24rem; width: max-content }', /lies on/],
    ['.where { position: relative; left: -8rem }', /beyond the side/],
  ];
  for (const [style, wanted] of planted) {
    const tag = await page.addStyleTag({ content: style.replace(/(;| \})/g, ' !important$1') });
    assert.match((await page.evaluate(unreadable)).join('; '), wanted, style);
    await tag.evaluate((e) => e.remove());
    assert.deepEqual(await page.evaluate(unreadable), [], `after ${style}`);
  }
});

test('forced colours: what is chosen, where one is and what can be pressed keeps its shape', async (t) => {
  const app = await startApp(t, { viewport: sizes[0].viewport, instruments: ['every-control'], context: { forcedColors: 'active' } });
  const { page } = app;
  await handOver(app, { instrument: 'every-control' });
  await agree(page);
  await toItem(page, 'i1');
  /** Whether a part of the page differs from the paper it stands on. */
  const stands = (selector, pseudo, property) => page.evaluate(([of, part, by]) => {
    const style = getComputedStyle(document.querySelector(of), part);
    return style[by] !== getComputedStyle(document.body).backgroundColor && style[by] !== 'rgba(0, 0, 0, 0)';
  }, [selector, pseudo, property]);
  assert.ok(await stands('.dot', null, 'borderTopColor'));
  await page.keyboard.press('2');
  assert.ok(await stands('.dot:checked', null, 'backgroundColor'));
  await toItem(page, 'i5');
  await page.locator('.option').first().click();
  assert.ok(await stands('.box:checked', null, 'backgroundColor'));
  assert.ok(await stands('.box:not(:checked)', null, 'borderTopColor'));
  await toItem(page, 'i10');
  await page.locator('.pile .card').first().click();
  assert.ok(await stands('.card.picked', null, 'backgroundColor'));
  assert.ok(await stands('.ticks i.here', null, 'backgroundColor'));
  await onward(page, (p) => p.locator('.back').click());
  await assertReadable(page, 'a text in forced colours');
});
