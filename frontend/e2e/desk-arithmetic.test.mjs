// The arithmetic at the desk: every number can be chosen, by pointer and by
// keys, and shows the cells that it comes from.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { eventually } from './lib/eventually.mjs';
import { sitting, violations } from './lib/sitting.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function open(app, lang, theme, who) {
  const { page } = app;
  await page.evaluate(([l, t]) => window.go.desk.Desk.SaveSettings({ language: l, theme: t, paper: 'A4' }), [lang, theme]);
  await page.reload();
  await counsellor(app, lang).list();
  await page.locator('tbody', { hasText: who }).locator('button[data-main]').first().click();
  await page.locator('#arithmetic ol').waitFor();
}

const shot = async (page, name) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};

/** What is filled and what is outlined, by the words for a screen reader. */
const marked = (page) =>
  page.evaluate(() =>
    ['filled', 'outlined'].map((kind) => [...new Set([...document.querySelectorAll(`#arithmetic button.${kind}`)].map((b) => b.getAttribute('aria-label')))].sort()),
  );

test('from the ranks to the style, number by number', async (t) => {
  const app = await startApp(t, { viewport: { width: 1440, height: 900 } });
  const { page } = app;
  await counsellor(app).list();
  await sitting(app, { name: 'Wayan' });
  await open(app, 'en', 'light', 'Wayan');
  const section = page.locator('#arithmetic');
  const number = (name) => section.getByRole('button', { name, exact: true });

  // Quality tells of every flag which rule and which number raised it.
  const quality = page.locator('#quality');
  for (const [code, told] of [['NO_PREFERENCE_ABOVE_CHANCE', '(110) < 154'], ['LFI_NOT_ABOVE_CHANCE', '(34) < 102'], ['NEAR_STYLE_BOUNDARY', '(1) ≤ 1']]) {
    await quality.locator('li', { hasText: code }).getByText(told).waitFor();
  }
  await quality.scrollIntoViewIfNeeded();
  await shot(page, 'quality-1440');

  // AC−CE comes from 33 and 37, at their own places and in the formula.
  await number('AC−CE: −4').first().click();
  await eventually(async () => assert.deepEqual(await marked(page), [['AC−CE: −4'], ['AC: 33', 'CE: 37']]));
  assert.equal(await section.locator('button.outlined').count(), 4);
  const status = section.getByRole('status');
  await status.getByText('AC−CE').waitFor();
  await section.scrollIntoViewIfNeeded();
  await shot(page, 'arithmetic-chosen-1440');

  // From the panel to a source: its twelve cells stand out.
  await section.locator('.chosen .go', { hasText: 'CE' }).first().click();
  await eventually(async () => assert.deepEqual((await marked(page))[0], ['CE: 37']));
  await eventually(async () => assert.equal((await marked(page))[1].length, 12));
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'CE: 37'));

  // A cell is an answer; it says where it is used.
  await number('s1, CE: 4').first().click();
  await status.getByText(counsellor(app).say('desk.arithmetic.answered')).waitFor();

  // By keys: one stop for the table, arrows inside, Enter chooses, Esc lets go and stays.
  await page.keyboard.press('ArrowDown');
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 's1, RO: 1'));
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await eventually(async () => assert.match((await marked(page))[0].join(), /RO\*: 22/));
  await page.keyboard.press('Escape');
  await eventually(async () => assert.deepEqual(await marked(page), [[], []]));
  assert.ok(await section.isVisible(), 'Esc left the page with a number chosen');

  // A number of a table, and one of the rule, say what they are.
  await section.getByRole('button', { name: 'persons at or below row 33: 9,976' }).first().click();
  await status.getByText(counsellor(app).say('desk.arithmetic.of_rule')).waitFor();

  // What is folded opens when it is asked for.
  await number('Percentile (CE): 96.5293 (1006125/10423 = 96.529310179)').first().click();
  await section.locator('.chosen .go', { hasText: 'CE*' }).first().click();
  await number('P(Experiencing): 0.5801 (0.58009985)').last().click();
  await section.locator('.chosen .go', { hasText: 'P(AC−CE* < 5.5)' }).click();
  await section.locator('.chosen .go', { hasText: 'SEM(AC−CE)' }).click();
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement?.closest('details')?.open), true));
  app.assertQuiet();
});

const plain = {
  'study-habits': (item) => (item.choice ? { chosen: [2] } : item.number ? { number: '10' } : { text: '–' }),
  'work-values': (item) => ({ columns: item.cards.cards.map((_, i) => item.cards.columns.flatMap((c, at) => Array(c.places).fill(at))[i]) }),
};

test('of every instrument, in both languages, at every size', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const { page } = app;
  await counsellor(app).list();
  await sitting(app, { name: 'Ketut', language: 'id' });
  for (const [instrument, other] of Object.entries(plain)) await sitting(app, { name: instrument, instrument, other, language: 'id' });
  for (const [lang, theme, who] of [['en', 'dark', 'Ketut'], ['id', 'light', 'study-habits'], ['en', 'light', 'work-values']]) {
    await open(app, lang, theme, who);
    const section = page.locator('#arithmetic');
    for (const size of [{ width: 1440, height: 900 }, { width: 512, height: 320 }, { width: 1024, height: 640 }]) {
      await page.setViewportSize(size);
      await section.locator('button[data-number]').first().click();
      await section.scrollIntoViewIfNeeded();
      await shot(page, `arithmetic-${who}-${lang}-${theme}-${size.width}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${who} is wider than ${size.width}`);
      assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('#arithmetic *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'visible' && e.clientWidth > 1 && getComputedStyle(e).display !== 'inline').map((e) => e.outerHTML.slice(0, 80))), [], `cut off, ${who} ${size.width}`);
      await section.locator('button[data-number]').first().click();
    }
    await section.locator('details').evaluateAll((all) => all.slice(0, 1).forEach((d) => (d.open = true)));
    assert.deepEqual(await violations(page, axe, '#arithmetic'), [], `${who}, ${lang}, ${theme}`);
    assert.equal(await section.getByText(/\[(trace|arithmetic|report)\./).count(), 0);
  }
  app.assertQuiet();
});
