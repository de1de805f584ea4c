// Two sessions of one person: the comparison on the result, from the list, in
// the report; the choice of the earlier one; what cannot be compared.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { sitting, violations, worked } from './lib/sitting.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const thinking = { ...worked, s: Array(12).fill('1342') };

const shot = async (page, name) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};

async function dress(app, lang, theme) {
  await app.page.evaluate(([l, t]) => window.go.desk.Desk.SaveSettings({ language: l, theme: t, paper: 'A4' }), [lang, theme]);
  await app.page.reload();
  await counsellor(app, lang).list();
}

test('a change between two sessions', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const { page } = app;
  await counsellor(app).list();
  const { participantId } = await sitting(app, { name: 'Ratna' });
  await sitting(app, { participantId });
  await sitting(app, { participantId, rows: thinking });
  await sitting(app, { participantId, language: 'id' });

  for (const [lang, theme] of [['en', 'light'], ['id', 'dark']]) {
    await dress(app, lang, theme);
    const desk = counsellor(app, lang);
    const compare = page.locator('tbody', { hasText: 'Ratna' }).getByText(desk.say('desk.session.compare'), { exact: true });
    await compare.nth(2).waitFor();
    assert.equal(await compare.count(), 3, 'every session but the first can be compared');

    // The third session, by keyboard from the list.
    await compare.nth(1).focus();
    await page.keyboard.press('Enter');
    const section = page.locator('#change');
    await section.locator('svg').nth(2).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'change');
    await section.getByText('AC−CE').first().waitFor();
    assert.equal(await section.locator('.kite.earlier').count(), 1);
    assert.equal(await section.locator('option').count(), 2);
    for (const size of [{ width: 1440, height: 900 }, { width: 512, height: 320 }, { width: 1024, height: 640 }]) {
      await page.setViewportSize(size);
      for (const [i, part] of ['.headline', 'svg >> nth=0', 'svg >> nth=1', 'svg >> nth=2'].entries()) {
        await section.locator(part).scrollIntoViewIfNeeded();
        await shot(page, `change-${lang}-${theme}-${size.width}-${i}`);
      }
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `wider than ${size.width}`);
    }
    await section.locator('summary').first().click();
    assert.match(await section.locator('table').first().innerText(), /\+36|36[.,]6/);
    assert.deepEqual(await violations(page, axe, '#change'), [], `${lang}, ${theme}`);
  }

  // Session four was answered in another language: it says so, and why.
  const desk = counsellor(app, 'id');
  await page.keyboard.press('Escape');
  await page.locator('tbody', { hasText: 'Ratna' }).getByText(desk.say('desk.session.compare'), { exact: true }).first().click();
  await page.locator('#change').getByText(/Tidak dapat dibandingkan/).waitFor();
  await desk.button('desk.result.report').click();
  assert.equal(await page.getByRole('checkbox').count(), 0, 'what cannot be compared is offered for the report');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  // The report compares only when the counsellor says so.
  await page.locator('tbody', { hasText: 'Ratna' }).getByText(desk.say('desk.session.compare'), { exact: true }).nth(1).click();
  await page.locator('#change .headline').waitFor();
  await desk.button('desk.result.report').click();
  const box = page.getByRole('checkbox');
  assert.equal(await box.isChecked(), false);
  await box.check();
  await shot(page, 'change-report');
  await desk.button('desk.report.save').click();
  await page.getByRole('dialog').getByText(app.savePath).waitFor();
  assert.match(await page.getByRole('dialog').innerText(), /8/);
  app.assertQuiet();
});

test('without an earlier session nothing is compared', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const { page } = app;
  await counsellor(app).list();
  await sitting(app, { name: 'Made' });
  await dress(app, 'en', 'light');
  assert.equal(await page.getByText(counsellor(app).say('desk.session.compare'), { exact: true }).count(), 0);
  await page.locator('button[data-main]').first().click();
  await page.locator('#about').waitFor();
  assert.equal(await page.locator('#change').count(), 0);
  app.assertQuiet();
});
