// What if: totals and ranks are typed by keyboard, the reading follows, wrong
// totals are told calmly, a session's answers are copied, and nothing is stored.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { eventually } from './lib/eventually.mjs';
import { participant } from './lib/kiosk.mjs';
import { sitting } from './lib/sitting.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Axe is clean, nothing is wider than the window; a picture where SHOTS says. */
async function look(page, name) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  for (const viewport of [{ width: 512, height: 320 }, { width: 1440, height: 900 }, { width: 1024, height: 640 }]) {
    await page.setViewportSize(viewport);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${name} is ${wide} px wider than ${viewport.width}`);
    if (process.env.SHOTS && viewport.width > 600) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${viewport.width}.png` });
  }
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`), [], `axe at ${name}`);
}

const dress = async (app, language, theme) => {
  await app.page.evaluate(([l, th]) => window.go.desk.Desk.SaveSettings({ language: l, theme: th, paper: 'A4' }), [language, theme]);
  await app.page.reload();
};

for (const [lang, theme] of [['en', 'light'], ['id', 'dark']]) {
  test(`totals and answers of every instrument, ${lang}, ${theme}`, async (t) => {
    const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
    const { page } = app;
    await dress(app, lang, theme);
    const desk = counsellor(app, lang);
    await desk.list();
    await desk.button('desk.nav.whatif').click();
    await page.getByText(desk.say('desk.whatif.mark')).waitFor();
    const instrument = page.getByLabel(desk.say('desk.whatif.instrument'));
    const opened = () => page.locator('.input[aria-busy="false"]').waitFor();
    await instrument.selectOption('learning-cycle');
    await opened();

    const fields = page.locator('.totals input');
    const pane = page.locator('.pane');
    await fields.first().focus();
    for (const total of ['30', '30', '30', '28']) {
      await page.keyboard.type(total);
      await page.keyboard.press('Tab');
    }
    await page.locator('.sum.wrong', { hasText: '118' }).waitFor();
    await pane.getByText(desk.say('desk.whatif.none')).waitFor();
    await look(page, `whatif-wrong-${lang}-${theme}`);
    await fields.nth(3).fill('300');
    await page.locator('.row .wrong', { hasText: '300' }).waitFor();
    for (const [i, total] of ['16', '30', '42', '32'].entries()) await fields.nth(i).fill(total);
    await pane.locator('#grid').waitFor();
    // Agreement and flexibility cannot be told from totals.
    await eventually(async () => assert.equal(await pane.locator('.all td.quiet').count(), 2));
    await look(page, `whatif-totals-${lang}-${theme}`);
    const axes = await pane.locator('#grid table').nth(1).locator('tbody td:first-child').evaluateAll((cells) => cells.map((cell) => { const text = document.createRange(); text.selectNodeContents(cell); return text.getClientRects().length; }));
    assert.deepEqual(axes, [1, 1], 'the name of an axis is broken');
    await pane.evaluate((p) => p.scrollTo(0, p.scrollHeight));
    await look(page, `whatif-totals-end-${lang}-${theme}`);

    await page.getByRole('radio', { name: desk.say('desk.whatif.ranks') }).check();
    await page.locator('input[data-at="0 0"]').focus();
    // Three numbers a set: the fourth fills itself, and the next set begins.
    for (let set = 0; set < 20; set++) await page.keyboard.type(['412', '341', '243'][set % 3]);
    await pane.locator('#contexts').waitFor();
    assert.equal(await page.locator('input[data-at="0 3"]').inputValue(), '3');
    assert.equal(await page.locator('input[data-at="19 3"]').inputValue(), '2');
    // A rank that another ending has is exchanged: a row stays a ranking.
    await page.locator('input[data-at="0 0"]').focus();
    await page.keyboard.press('3');
    const row = () => page.locator('input[data-at^="0 "]').evaluateAll((cells) => cells.map((c) => c.value).join(''));
    await eventually(async () => assert.equal(await row(), '3124'));
    await page.keyboard.press('ArrowDown');
    await look(page, `whatif-ranks-${lang}-${theme}`);

    for (const [id, typed] of [['study-habits', '21'], ['work-values', '12']]) {
      await instrument.selectOption(id);
      await opened();
      await page.getByRole('radio', { name: desk.say('desk.whatif.totals') }).check();
      await fields.nth(3).waitFor();
      for (let i = 0; i < (await fields.count()); i++) await fields.nth(i).fill(typed);
      await pane.locator('.all td', { hasText: typed }).first().waitFor();
      await look(page, `whatif-${id}-${lang}-${theme}`);
      await page.getByRole('radio', { name: desk.say('desk.whatif.answers') }).check();
      await page.locator('.card select').first().waitFor();
      await page.locator('.card select').first().focus();
      await page.keyboard.press('4');
      await look(page, `whatif-${id}-answers-${lang}-${theme}`);
      if (id === 'study-habits') {
        // A safety flag stands above everything, as on a result.
        const last = page.locator('.card select').nth(20);
        await last.focus();
        await page.keyboard.press('5');
        await pane.locator('.urgent').waitFor();
        await look(page, `whatif-urgent-${lang}-${theme}`);
      }
      assert.match(await page.locator('.card select').first().evaluate((s) => s.selectedOptions[0].textContent), /^4/);
    }
    app.assertQuiet();
  });
}

test('a session is copied and stays as it is', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const { page } = app;
  const desk = counsellor(app);
  const kiosk = participant(app);
  await desk.list();
  await desk.newSession({ name: 'Wayan', age: '21' });
  await desk.handOver();
  await kiosk.begin();
  await kiosk.answerAll((n) => [n % 4, (n + 1) % 4, (n + 3) % 4, (n + 2) % 4]);
  await kiosk.finish();
  await desk.comeBack({ done: true });
  await page.locator('main.result h1').waitFor();
  const headline = await page.locator('.lede').innerText();
  await desk.button('desk.whatif.open.from').click();
  await page.getByText(desk.say('desk.whatif.copied')).waitFor();
  await eventually(async () => assert.equal(await page.locator('.pane .lede').innerText(), headline));
  const sum = (await page.locator('.totals input').evaluateAll((all) => all.map((i) => Number(i.value)))).reduce((a, b) => a + b);
  assert.equal(sum, 120);
  await look(page, 'whatif-copied');
  for (const [i, total] of ['48', '36', '12', '24'].entries()) await page.locator('.totals input').nth(i).fill(total);
  await page.waitForFunction((old) => { const now = document.querySelector('.pane .lede'); return now && now.textContent !== old; }, headline);
  await page.keyboard.press('Escape');
  await page.locator('main.result .id').waitFor();
  assert.equal(await page.locator('.lede').innerText(), headline);
  app.assertQuiet();
});

test('the rail leads from a copied session to a form of its own', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  const desk = counsellor(app);
  await sitting(app);
  await page.reload();
  await page.locator('button[data-main]').click();
  await desk.button('desk.whatif.open.from').click();
  await page.getByText(desk.say('desk.whatif.copied')).waitFor();
  await page.getByRole('navigation', { name: desk.say('desk.nav.label') }).getByRole('button', { name: desk.say('desk.nav.whatif') }).click();
  await page.getByText(desk.say('desk.whatif.copied')).waitFor({ state: 'detached' });
  await page.locator('.whatif .input').waitFor();
  assert.deepEqual(await page.locator('.totals input').evaluateAll((all) => all.map((i) => i.value)), ['', '', '', '']);
  assert.equal(await page.getByRole('button', { name: desk.say('desk.whatif.result') }).count(), 0, 'there is no result to go back to');
  app.assertQuiet();
});
