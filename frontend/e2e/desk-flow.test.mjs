// The counsellor's acts against the real program: prepare, hand over, resume,
// discard, correct a participant, open and save a result, change the desk.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { eventually } from './lib/eventually.mjs';
import { participant } from './lib/kiosk.mjs';

const row = (app, name) => app.page.locator('tbody', { hasText: name });
const rail = (app, say, key) => app.page.getByRole('navigation', { name: say('desk.nav.label') }).getByRole('button', { name: say(key) });

test('prepare, hand over, pause, resume, discard', async (t) => {
  const app = await startApp(t);
  const desk = counsellor(app);
  const kiosk = participant(app);
  await desk.list();
  await app.page.getByRole('heading', { name: desk.say('desk.people.empty.title') }).waitFor();

  await desk.newSession({ name: 'Ratna Wardani', when: 'later' });
  await app.page.getByText(desk.say('desk.new.prepared', { Name: 'Ratna Wardani' })).waitFor();
  await row(app, 'Ratna').getByText(desk.say('desk.session.state.prepared')).waitFor();
  await desk.button('desk.session.handover.of', { Name: 'Ratna Wardani' }).click();
  await desk.handOver();
  await kiosk.begin();
  for (let n = 0; n < 2; n++) {
    await kiosk.rank([0, 1, 2, 3]);
    await kiosk.next();
  }
  await desk.comeBack();

  await desk.list();
  await row(app, 'Ratna').getByText(desk.say('desk.session.state.paused')).waitFor();
  await row(app, 'Ratna').getByText(desk.say('desk.session.detail.at', { Set: 3, Total: 20 }), { exact: true }).waitFor();
  await desk.button('desk.session.resume.of', { Name: 'Ratna Wardani' }).click();
  await app.page.getByText(desk.say('desk.hand.will.2.resume', { Answered: 2, Total: 20 })).waitFor();
  await app.page.keyboard.press('Escape');
  await desk.list();

  await desk.button('desk.session.discard.of', { Name: 'Ratna Wardani' }).click();
  await desk.button('desk.discard.keep').click();
  await row(app, 'Ratna').getByText(desk.say('desk.session.state.paused')).waitFor();
  await desk.button('desk.session.discard.of', { Name: 'Ratna Wardani' }).click();
  await desk.button('desk.discard.confirm').click();
  await row(app, 'Ratna').getByText(desk.say('desk.session.state.abandoned')).waitFor();
  assert.equal(await desk.button('desk.session.resume.of', { Name: 'Ratna Wardani' }).count(), 0);
  app.assertQuiet();
});

test('search, correct a participant, refuse a code that is taken', async (t) => {
  const app = await startApp(t);
  const desk = counsellor(app);
  await desk.list();
  await desk.newSession({ name: 'Ayu', code: 'A-1', when: 'later' });
  await row(app, 'Ayu').waitFor();
  await desk.newSession({ name: 'Budi', code: 'B-1', when: 'later' });
  await row(app, 'Budi').waitFor();

  await app.page.keyboard.press('/');
  await app.page.keyboard.type('bud');
  await row(app, 'Ayu').waitFor({ state: 'detached' });
  await app.page.keyboard.press('ArrowDown');
  await eventually(async () => assert.match(await app.page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? ''), /Budi/));
  await desk.button('desk.people.edit.of', { Name: 'Budi' }).click();
  const code = app.page.getByRole('textbox', { name: desk.say('desk.person.code'), exact: true });
  await code.fill('A-1');
  await desk.button('desk.person.save').click();
  await app.page.getByText(desk.say('desk.person.error.code_taken')).waitFor();
  await eventually(async () => assert.equal(await code.getAttribute('aria-invalid'), 'true'));
  await code.fill('B-2');
  await app.page.locator('input[inputmode="numeric"]').fill('seven');
  await desk.button('desk.person.save').click();
  await eventually(async () => assert.equal(await app.page.locator('input[inputmode="numeric"]').getAttribute('aria-invalid'), 'true'));
  await app.page.locator('input[inputmode="numeric"]').fill('31');
  await desk.button('desk.person.save').click();
  await row(app, 'B-2').waitFor();
  app.assertQuiet();
});

test('a result in both languages, its charts, its PDF', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const desk = counsellor(app);
  const kiosk = participant(app);
  await desk.list();
  await desk.newSession({ name: 'Made Sari' });
  await desk.handOver();
  await kiosk.begin();
  assert.equal(await kiosk.answerAll((n) => [n % 4, (n + 1) % 4, (n + 2) % 4, (n + 3) % 4]), 20);
  await kiosk.finish();
  await desk.comeBack({ done: true });
  await app.page.locator('main.result h1', { hasText: 'Made Sari' }).waitFor();

  await app.page.locator('svg[role="img"]').nth(5).waitFor();
  const charts = await app.page.locator('svg[role="img"]').evaluateAll((all) => all.map((svg) => svg.getAttribute('aria-label')));
  assert.equal(charts.length, 6, 'ticks, kite, bars, space, visits, index');
  assert.ok(charts.every((alt) => alt.length > 20), `${charts}`);
  assert.equal(await app.page.locator('svg .tickmark').count(), 100);
  const headline = await app.page.locator('h2.lede').textContent();
  await app.page.getByRole('combobox', { name: desk.say('desk.result.language') }).selectOption('id');
  const id = counsellor(app, 'id').say;
  const index = app.page.getByRole('navigation', { name: desk.say('desk.result.index') });
  for (const key of ['quality', 'arithmetic', 'norms']) await index.getByRole('link', { name: id(`desk.result.${key}`) }).waitFor();
  await app.page.waitForFunction((old) => document.querySelector('h2.lede').textContent !== old, headline);
  await desk.saveReport();
  const pdf = await readFile(app.savePath);
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  await desk.saveWorksheet();
  const sheet = await readFile(app.savePath);
  assert.equal(sheet.subarray(0, 5).toString(), '%PDF-');
  assert.ok(!sheet.equals(pdf), 'the worksheet is the report');

  await app.page.keyboard.press('Escape');
  await desk.list();
  await app.page.getByText(desk.say('desk.session.state.finalised')).waitFor();
  assert.ok((await row(app, 'Made Sari').locator('.line').first().textContent()).length > 5, 'the headline in the list');
  app.assertQuiet();
});

test('language and theme are switched at once and kept', async (t) => {
  const app = await startApp(t);
  const en = counsellor(app);
  const id = counsellor(app, 'id');
  await en.list();
  await rail(app, en.say, 'desk.nav.settings').click();
  const dark = app.page.getByRole('radio', { name: en.say('desk.settings.theme.dark') });
  const before = await dark.boundingBox();
  await dark.check();
  await app.page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await app.page.getByText(en.say('desk.settings.saved')).waitFor();
  assert.deepEqual(await dark.boundingBox(), before, 'what is said moves nothing');
  assert.equal(await app.page.evaluate(() => {
    const open = [...document.querySelectorAll('input[type="radio"]:not(:checked)')];
    return open.every((radio) => getComputedStyle(radio).backgroundColor !== getComputedStyle(document.querySelector('input:checked')).backgroundColor && getComputedStyle(radio).appearance === 'none');
  }), true, 'a choice that is not taken does not look taken');
  await app.page.getByRole('radio', { name: 'Bahasa Indonesia' }).check();
  await app.page.getByRole('heading', { level: 1, name: id.say('desk.settings.title') }).waitFor();
  await app.restart();
  await id.list();
  await app.page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await app.page.waitForFunction(() => document.documentElement.lang === 'id');
  app.assertQuiet();
});
