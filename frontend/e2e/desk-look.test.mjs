// What every page of the desk owes to eyes and keyboards: axe, nothing wider
// than the window, at the smallest window and at 200 % zoom.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { participant } from './lib/kiosk.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function look(page, where) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  for (const viewport of [{ width: 1024, height: 640 }, { width: 512, height: 320 }]) {
    await page.setViewportSize(viewport);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${where} is ${wide} px wider than ${viewport.width}`);
  }
  await page.setViewportSize({ width: 1024, height: 640 });
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`), [], `axe at ${where}`);
}

/** Puts the desk into a language and a theme, from whatever it speaks now. */
async function dress(app, language, theme) {
  await app.page.evaluate(([l, th]) => window.go.desk.Desk.SaveSettings({ language: l, theme: th, paper: 'A4' }), [language, theme]);
  await app.page.reload();
}

test('every page, both languages, light and dark', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const first = counsellor(app);
  const kiosk = participant(app);
  await first.list();
  await look(app.page, 'empty list');
  await first.newSession({ name: 'Wayan' });
  await first.handOver();
  await kiosk.begin();
  await kiosk.answerAll((n) => [n % 4, (n + 1) % 4, (n + 3) % 4, (n + 2) % 4]);
  await kiosk.finish();
  await first.comeBack({ done: true });
  await app.page.locator('main.result h1').waitFor();

  for (const [language, theme] of [['en', 'light'], ['id', 'dark'], ['en', 'dark'], ['id', 'light'], ['en', 'contrast']]) {
    await dress(app, language, theme);
    const desk = counsellor(app, language);
    const at = (page) => `${page}, ${language}, ${theme}`;
    await desk.list();
    await app.page.locator('button[data-main]').first().waitFor();
    await look(app.page, at('list'));
    await app.page.locator('tbody', { hasText: 'Wayan' }).locator('button[data-main]').click();
    await app.page.locator('main.result h1').waitFor();
    await look(app.page, at('result'));
    await desk.button('desk.result.report').click();
    await look(app.page, at('report dialog'));
    await app.page.keyboard.press('Escape');
    for (const key of ['instruments', 'settings', 'about']) {
      await app.page.getByRole('navigation', { name: desk.say('desk.nav.label') }).getByRole('button', { name: desk.say(`desk.nav.${key}`) }).click();
      await app.page.locator('.page h1').waitFor();
      await look(app.page, at(key));
      if (key !== 'settings') continue;
      for (const section of ['desk.settings.section.desk', 'desk.settings.section.consent', 'desk.diag.title']) {
        await desk.button(section).click();
        await app.page.getByRole('heading', { level: 2, name: desk.say(section) }).waitFor();
        await look(app.page, at(section));
      }
      await desk.button('desk.settings.section.consent').click();
      await desk.button('desk.consent.preview').click();
      await app.page.getByRole('dialog').waitFor();
      await look(app.page, at('preview of the notice'));
      await app.page.keyboard.press('Escape');
    }
    await app.page.keyboard.press('Control+n');
    await desk.button('desk.new.next').waitFor();
    await look(app.page, at('who'));
    await app.page.getByRole('textbox', { name: desk.say('desk.person.name'), exact: true }).fill(`P ${language} ${theme}`);
    await desk.button('desk.new.next').click();
    await app.page.getByRole('radio', { name: 'English', exact: true }).waitFor();
    await look(app.page, at('what'));
    await desk.button('desk.new.next').click();
    await look(app.page, at('when'));
    await app.page.locator('button[type="submit"]').click();
    await desk.button('desk.hand.now').waitFor();
    await look(app.page, at('hand-over'));
    await app.page.keyboard.press('Escape');
    await desk.list();
    await desk.button('desk.session.discard.of', { Name: `P ${language} ${theme}` }).click();
    await look(app.page, at('discard'));
    await desk.button('desk.discard.keep').click();
  }
  app.assertQuiet();
});
