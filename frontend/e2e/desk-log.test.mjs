// The log of acts: read, filtered, checked and saved; and a workspace whose log does not go on from what was seen.
// KITEWISE_PICTURES=DIR keeps a picture of every screen.
import assert from 'node:assert/strict';
import { readFile, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { assertAccessible, assertReadable } from './lib/look.mjs';
import { PASSPHRASE } from './lib/porter.mjs';
import { sitting } from './lib/sitting.mjs';

const views = [
  { width: 1024, height: 640, lang: 'en', theme: 'light' },
  { width: 1440, height: 900, lang: 'id', theme: 'dark' },
  { width: 1024, height: 640, lang: 'id', theme: 'dark' },
  { width: 1440, height: 900, lang: 'en', theme: 'light' },
];

async function picture(page, name) {
  const dir = process.env.KITEWISE_PICTURES;
  if (!dir) return;
  const { width, height } = page.viewportSize();
  await page.screenshot({ path: join(dir, `${name}-${width}x${height}.png`) });
}

async function dress(app, { width, height, lang, theme }) {
  await app.page.setViewportSize({ width, height });
  await app.page.evaluate(([language, th]) => window.go.desk.Desk.SaveSettings({ language, theme: th, paper: 'A4' }), [lang, theme]);
  await app.page.reload();
}

const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test('the log is read, filtered, checked and saved', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await sitting(app, { name: 'Ni Luh Putu Dewi Lestari' });
  for (const view of views) {
    await dress(app, view);
    const desk = counsellor(app, view.lang);
    const { say } = desk;
    await page.getByRole('button', { name: say('desk.nav.log'), exact: true }).click();
    await page.getByRole('heading', { name: say('desk.log.title') }).waitFor();
    await page.getByRole('table').waitFor();
    assert.equal(await wide(page), false);
    await picture(page, `log-${view.lang}`);
    await assertAccessible(page, `log ${view.lang}`);
    await desk.button('desk.log.check').click();
    await page.locator('[role="status"]').getByText(/\d/).first().waitFor();
    await picture(page, `log-checked-${view.lang}`);
  }
  const desk = counsellor(app, 'en');
  const rows = page.locator('tbody tr');
  const all = await rows.count();
  await page.getByLabel(desk.say('desk.log.group'), { exact: true }).selectOption('session');
  await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length < n, all);
  const acts = await rows.locator('.act').allInnerTexts();
  assert.ok(acts.some((text) => text.startsWith(desk.say('audit.act.session.score'))), acts.join(' | '));
  assert.equal(await page.getByText('Dewi').count(), 0);
  await page.getByLabel(desk.say('desk.log.code'), { exact: true }).fill('R-9999');
  await page.keyboard.press('Tab');
  await page.getByText(desk.say('desk.log.none')).waitFor();
  await desk.button('desk.log.reset').click();
  await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length >= n, all);
  await desk.button('desk.log.save').click();
  await page.getByText(app.savePath).first().waitFor();
  const table = await readFile(app.savePath, 'utf8');
  assert.match(table, /^number,time,act,/);
  assert.ok(!table.includes('Dewi'));
  await desk.button('desk.log.save.checkpoint').click();
  await page.getByText(desk.say('desk.log.saved.checkpoint', { Path: app.savePath })).waitFor();
  assert.match(await readFile(app.savePath, 'utf8'), /^go\.sum database tree\n\d+\n[\s\S]+\n\n— kitewise\//);
  await page.getByRole('button', { name: desk.say('desk.log.open', { Code: 'R-0001' }) }).first().click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  app.assertQuiet();
});

test('an older data file is noticed, and the owner decides', async (t) => {
  const app = await startApp(t);
  const file = join(app.dataDir, 'kitewise.db');
  await app.restart({ between: () => copyFile(file, `${file}.older`) });
  await sitting(app, { name: 'Made' });
  app.fresh = true;
  await app.restart({ between: () => copyFile(`${file}.older`, file) });
  const { page } = app;
  const desk = counsellor(app, 'en');
  await page.getByText(desk.say('porter.doubt.what')).waitFor();
  for (const view of views.slice(0, 2)) {
    await page.setViewportSize(view);
    await page.emulateMedia({ colorScheme: view.theme });
    await picture(page, `doubt-${view.theme}`);
  }
  await assertAccessible(page, 'the doubt');
  await assertReadable(page, 'the doubt');
  const word = page.getByRole('checkbox', { name: desk.say('porter.doubt.accept') });
  const passphrase = page.locator('.porter input[data-field="passphrase"]');
  const unlock = page.locator('.porter button[type="submit"]');
  await passphrase.fill(PASSPHRASE);
  await unlock.click();
  await page.getByText(desk.say('error.log_doubt')).waitFor();
  await picture(page, 'doubt-refused');
  await word.check();
  await passphrase.fill(PASSPHRASE);
  await unlock.click();
  await page.locator('.desk').waitFor();
  await page.getByRole('button', { name: desk.say('desk.nav.log'), exact: true }).click();
  await page.getByText(desk.say('audit.act.workspace.witness')).waitFor();
  app.assertQuiet();
});
