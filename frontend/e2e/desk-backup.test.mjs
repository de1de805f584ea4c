// Backups as a counsellor meets them: made at the desk, tried, copied to a second
// place, put back there and before there is a desk, in both languages.
import assert from 'node:assert/strict';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { PASSPHRASE } from './lib/porter.mjs';
import { sitting, violations } from './lib/sitting.mjs';
import { words } from './lib/words.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A picture for people to look at, where somebody wants them. */
async function picture(app, name) {
  if (!process.env.KITEWISE_PICTURES) return;
  await app.page.screenshot({ path: join(process.env.KITEWISE_PICTURES, `backup-${name}.png`) });
}

/** Nothing is wider than the window, and axe has nothing to say. */
async function sound(app, where) {
  const wide = await app.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${where} is ${wide} px too wide`);
  assert.deepEqual(await violations(app.page, axe), [], where);
}

/** Opens the section of the settings. */
async function settings(app, say) {
  await app.page.getByRole('navigation', { name: say('desk.nav.label') }).getByRole('button', { name: say('desk.nav.settings') }).click();
  await app.page.getByRole('navigation', { name: say('desk.settings.index') }).getByRole('button', { name: say('backup.title') }).click();
  await app.page.getByRole('heading', { level: 2, name: say('backup.title') }).waitFor();
}

const backups = (app) => app.page.evaluate(() => window.go.desk.Desk.Backups());

/** Waits until nothing goes on and something is so. */
async function until(app, is, what) {
  for (let tries = 0; tries < 600; tries++) {
    const now = await backups(app);
    if (!now.running.busy && !now.drilling && is(now)) return now;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`never ${what}: ${JSON.stringify(await backups(app))}`);
}

test('a backup is made, tried, copied and put back', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const desk = counsellor(app);
  const { say, button } = desk;
  await sitting(app, { name: 'Wayan' });
  await app.page.reload();
  await desk.list();

  await t.test('made at the desk', async () => {
    await settings(app, say);
    await button('backup.now').click();
    const now = await until(app, (b) => b.state.verified > 0, 'verified');
    assert.equal(now.state.backups[0].people, 1);
    await app.page.getByText(/Last verified backup: today/).waitFor();
    await sound(app, 'settings');
  });

  await t.test('tried', async () => {
    await button('backup.trial.begin').click();
    await until(app, (b) => b.state.drill !== null && b.state.drill !== undefined, 'tried');
    await app.page.getByText(/opens, with every name\. People: 1\. Sessions: 1\./).waitFor();
    await picture(app, 'settings-en');
  });

  await t.test('copied to a second place that may be missing', async () => {
    await button('backup.second.choose').click();
    await app.page.getByText(app.folderPath).waitFor();
    await until(app, (b) => b.running.secondNewest > 0, 'copied');
    assert.equal((await readdir(app.folderPath)).filter((name) => name.endsWith('.kwb')).length, 1);
    await app.page.getByText(/The newest backup there is of today/).waitFor({ timeout: 90_000 });
  });

  await t.test('put back at the desk, with the passphrase, after a question', async () => {
    await app.page.evaluate(() => window.go.desk.Desk.SaveParticipant({ id: '', code: '', name: 'Too late', respondent: {} }));
    await app.page.getByRole('button', { name: /^Put back the backup of/ }).first().click();
    const dialog = app.page.getByRole('dialog');
    await dialog.getByText(/is then not here any more/).waitFor();
    await sound(app, 'question');
    await picture(app, 'question-en');
    await dialog.locator('[data-field="passphrase"]').fill('not the passphrase');
    await dialog.getByRole('button', { name: say('backup.restore.now'), exact: true }).click();
    await dialog.getByText(/This passphrase or recovery code is not right/).waitFor();
    await picture(app, 'question-wrong-en');
    await app.page.waitForTimeout(1500); // the wait after a wrong try
    await dialog.locator('[data-field="passphrase"]').fill(PASSPHRASE);
    await dialog.getByRole('button', { name: say('backup.restore.now'), exact: true }).click();
    await desk.list();
    await app.page.getByText(/is in place\. What stood here before is kept/).waitFor();
    await app.page.getByText('Wayan').first().waitFor();
    assert.equal(await app.page.getByText('Too late').count(), 0);
    await picture(app, 'restored-en');
  });

  await t.test('what was put aside goes only after a question', async () => {
    await settings(app, say);
    await app.page.getByRole('button', { name: /^Remove what was put aside/ }).click();
    await sound(app, 'removing');
    await app.page.getByRole('dialog').getByRole('button', { name: say('backup.replaced.confirm') }).click();
    await app.page.getByText(say('backup.replaced.removed')).waitFor();
    assert.deepEqual((await readdir(app.dataDir)).filter((name) => name.startsWith('replaced-')), []);
  });

  await t.test('in Indonesian, in the dark, in a wide window', async () => {
    await app.page.evaluate(() => window.go.desk.Desk.SaveLook({ language: 'id', theme: 'dark', paper: 'A4' }));
    await app.page.reload();
    const other = counsellor(app, 'id');
    await other.list();
    await app.page.getByText(/Cadangan terakhir yang terbukti: hari ini/).waitFor();
    await picture(app, 'list-id-dark');
    await settings(app, other.say);
    await app.page.getByText(/dapat dibuka, dengan semua namanya/).waitFor();
    await sound(app, 'settings, id');
    await picture(app, 'settings-id-dark');
    await app.page.setViewportSize({ width: 1440, height: 900 });
    await picture(app, 'settings-id-dark-wide');
    await app.page.setViewportSize({ width: 512, height: 320 });
    await sound(app, 'settings, id, 200 %');
  });
  app.assertQuiet();
});

test('a backup opens a new machine, and takes the place of a damaged file', async (t) => {
  const old = await startApp(t);
  await sitting(old, { name: 'Dewi' });
  await old.page.evaluate(() => window.go.desk.Desk.BackUp());
  const made = (await until(old, (b) => b.state.verified > 0, 'verified')).state.backups[0].name;
  const file = await readFile(join(old.dataDir, 'backups', made));
  await old.stop();

  const app = await startApp(t, { fresh: true, viewport: { width: 1024, height: 640 } });
  const say = words('en');
  const press = (key) => app.page.getByRole('button', { name: say(key), exact: true }).click();
  await app.page.getByRole('heading', { level: 1, name: say('porter.first.desk.title') }).waitFor();
  await picture(app, 'first-en');
  await press('backup.restore.offer');
  await picture(app, 'pick-en');
  await writeFile(app.openPath, 'this is no backup');
  await press('backup.restore.pick');
  await app.page.getByText(say('backup.bad.not_a_backup')).waitFor();
  await picture(app, 'pick-bad-en');
  await writeFile(app.openPath, file.subarray(0, file.length - 5000));
  await press('backup.restore.pick');
  await app.page.getByText(say('backup.bad.cut_short')).waitFor();
  await writeFile(app.openPath, file);
  await press('backup.restore.pick');
  await sound(app, 'restore');
  await picture(app, 'open-en');
  await app.page.locator('[data-field="passphrase"]').fill(PASSPHRASE);
  await press('backup.restore.now');
  await app.page.locator('.desk').getByText('Dewi').first().waitFor();

  await app.page.close();
  await writeFile(join(app.dataDir, 'kitewise.db'), 'damaged');
  await rm(join(app.dataDir, 'kitewise.db-wal'), { force: true });
  app.errors.length = 0;
  await app.restart();
  await app.page.getByRole('heading', { level: 1, name: say('start.day.damaged_database.title') }).waitFor();
  await picture(app, 'broken-en');
  await press('backup.restore.offer');
  await press('backup.restore.pick');
  await app.page.locator('[data-field="passphrase"]').fill(PASSPHRASE);
  await press('backup.restore.now');
  await app.page.locator('.desk').getByText('Dewi').first().waitFor();
  const kept = (await readdir(app.dataDir)).filter((name) => name.startsWith('replaced-'));
  assert.ok(kept.length > 0);
  const sizes = await Promise.all(kept.map((name) => stat(join(app.dataDir, name, 'kitewise.db')).then((s) => s.size)));
  assert.ok(sizes.includes('damaged'.length), `${sizes}`);
  app.assertQuiet();
});
