// A participant takes the consent back: before the session, while it is paused and
// after its result, in both languages, by mouse and by keys.
// KITEWISE_PICTURES=DIR keeps a picture of every screen.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { eventually } from './lib/eventually.mjs';
import { PASSPHRASE, unlockDesk } from './lib/porter.mjs';
import { sitting, violations } from './lib/sitting.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NAME = 'Ni Luh Putu Dewi Lestari';
const views = [
  { width: 1024, height: 640, lang: 'en', theme: 'light' },
  { width: 1440, height: 900, lang: 'id', theme: 'dark' },
];

async function picture(page, name) {
  const dir = process.env.KITEWISE_PICTURES;
  if (!dir) return;
  const { width, height } = page.viewportSize();
  await page.screenshot({ path: join(dir, `withdraw-${name}-${width}x${height}.png`) });
}

/** Nothing is wider than the window, and axe has nothing to say. */
async function sound(app, where) {
  const wide = await app.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${where} is ${wide} px too wide`);
  assert.deepEqual(await violations(app.page, axe), [], where);
}

const call = (app, method, ...args) => app.page.evaluate(([m, a]) => window.go.desk.Desk[m](...a).catch((e) => JSON.parse(e.message ?? e)), [method, args]);

/** The desk in a language, with a finished session, one that is prepared on paper, and one that nobody agreed to. */
async function begun(t, { width, height, lang, theme }) {
  const app = await startApp(t, { viewport: { width, height } });
  const { sessionId, participantId } = await sitting(app, { name: NAME });
  const prepare = () => call(app, 'Prepare', { participantId, instrumentId: 'learning-cycle', language: 'en' });
  const paper = await prepare();
  await call(app, 'SaveConditions', { sessionId: paper.id, basis: 'paper', date: '2026-01-02', accommodations: {} });
  await prepare();
  await call(app, 'SaveSettings', { language: lang, theme, paper: 'A4' });
  await app.page.reload();
  const desk = counsellor(app, lang);
  await desk.list();
  return { app, desk, finished: sessionId };
}

/** The part of the person's page that is about a session, by its place from the top: the newest is first. */
const article = (app, at) => app.page.getByRole('article').nth(at);

for (const view of views) {
  test(`a consent is withdrawn and taken back, ${view.lang}`, async (t) => {
    const { app, desk, finished } = await begun(t, view);
    const { say, button } = desk;
    const of = { Name: `${NAME}, ${(await call(app, 'People', { query: '', after: '' })).rows[0].sessions[0].instrumentTitle}` };
    await button('desk.people.edit.of', { Name: NAME }).click();
    await article(app, 2).getByRole('button', { name: say('desk.withdraw.button.of', of) }).waitFor();
    await eventually(async () => assert.equal(await button('desk.withdraw.button.of', of).count(), 2, 'nobody agreed to the newest'));

    await t.test('after the result, with another day', async () => {
      await article(app, 2).scrollIntoViewIfNeeded();
      await picture(app.page, `offered-${view.lang}`);
      await article(app, 2).getByRole('button', { name: say('desk.withdraw.button.of', of) }).press('Enter');
      const dialog = app.page.getByRole('dialog');
      await dialog.getByText(say('desk.withdraw.hides')).waitFor();
      await sound(app, 'the dialog');
      await picture(app.page, `finished-${view.lang}`);
      const day = dialog.getByRole('textbox', { name: say('desk.withdraw.date') });
      await day.fill('2999-01-01');
      await button('desk.withdraw.confirm').click();
      await dialog.getByText(say('desk.basis.date.error')).waitFor();
      await picture(app.page, `refused-${view.lang}`);
      await day.fill('2026-02-03');
      await day.press('Enter');
      await app.page.getByText(say('desk.withdraw.done', { Name: NAME })).waitFor();
      await article(app, 2).getByText(say('desk.withdraw.decide.text')).waitFor();
      await eventually(async () => assert.equal(await app.page.evaluate(() => document.activeElement.tagName), 'H3', 'the focus stays at the session'));
      await article(app, 2).scrollIntoViewIfNeeded();
      await sound(app, 'the page of the person');
      await picture(app.page, `withdrawn-${view.lang}`);
      assert.equal((await call(app, 'Result', { sessionId: finished, language: '', earlierId: '' })).code, 'consent_withdrawn');
    });

    await t.test('the list and the line above it lead to the decision', async () => {
      await app.page.getByRole('navigation', { name: say('desk.nav.label') }).getByRole('button', { name: say('desk.nav.people') }).click();
      await desk.list();
      await app.page.getByText(desk.plural('desk.due.withdrawn.count')).waitFor();
      await app.page.getByText(say('desk.session.state.withdrawn')).waitFor();
      assert.equal(await app.page.getByRole('button', { name: say('desk.session.open'), exact: true }).count(), 0, 'no result is offered');
      await sound(app, 'the list');
      await picture(app.page, `list-${view.lang}`);
      await button('desk.due.look').click();
      await app.page.getByText(say('desk.due.withdrawn'), { exact: true }).waitFor();
      await sound(app, 'who is due');
      await picture(app.page, `due-${view.lang}`);
      await app.page.getByRole('navigation', { name: say('desk.nav.label') }).getByRole('button', { name: say('desk.nav.people') }).click();
      await button('desk.withdraw.look.of', { Name: NAME }).click();
      await article(app, 2).getByText(say('desk.withdraw.decide.text')).waitFor();
    });

    await t.test('taken back as a mistake', async () => {
      await button('desk.withdraw.back.button.of', of).click();
      const dialog = app.page.getByRole('dialog');
      await dialog.getByText(say('desk.withdraw.back.shown')).waitFor();
      await picture(app.page, `back-${view.lang}`);
      await button('desk.withdraw.back.confirm').click();
      await app.page.getByText(say('desk.withdraw.back.done', { Name: NAME })).waitFor();
      await article(app, 2).getByText(say('desk.withdraw.line.back')).waitFor();
      await article(app, 2).scrollIntoViewIfNeeded();
      await sound(app, 'both entries');
      await picture(app.page, `entries-${view.lang}`);
      assert.equal((await call(app, 'Result', { sessionId: finished, language: '', earlierId: '' })).sessionId ?? 'shown', 'shown');
    });

    await t.test('before the session, which ends', async () => {
      await article(app, 1).getByRole('button', { name: say('desk.withdraw.button.of', of) }).click();
      await app.page.getByRole('dialog').getByText(say('desk.withdraw.ends')).waitFor();
      await picture(app.page, `prepared-${view.lang}`);
      await button('desk.withdraw.confirm').click();
      await article(app, 1).getByText(say('desk.withdraw.decide.text')).waitFor();
      await app.page.getByRole('navigation', { name: say('desk.nav.label') }).getByRole('button', { name: say('desk.nav.people') }).click();
      await app.page.getByText(say('desk.session.detail.withdrawn.ended')).waitFor();
      await picture(app.page, `ended-${view.lang}`);
    });
    app.assertQuiet();
  });
}

test('an assistant enters it, a reader only sees it', async (t) => {
  const { app, desk, finished } = await begun(t, views[0]);
  const { say, button } = desk;
  const of = { Name: `${NAME}, ${(await call(app, 'People', { query: '', after: '' })).rows[0].sessions[0].instrumentTitle}` };
  const people = { assistant: ['Ayu', 'rain on a tin roof at noon'], reader: ['Rai', 'a ladder of green bamboo'] };
  for (const [role, [name, passphrase]] of Object.entries(people)) {
    await app.page.evaluate((request) => window.go.porter.Porter.AddHolder(request), { owner: PASSPHRASE, name, role, passphrase });
  }
  for (const role of ['assistant', 'reader']) {
    const [name, passphrase] = people[role];
    await app.page.keyboard.press('Control+l');
    await app.page.locator('.porter').waitFor();
    await unlockDesk(app.page, passphrase, name);
    await desk.list();
    await button('desk.people.edit.of', { Name: NAME }).click();
    await article(app, 2).scrollIntoViewIfNeeded();
    if (role === 'assistant') {
      await article(app, 2).getByRole('button', { name: say('desk.withdraw.button.of', of) }).click();
      await button('desk.withdraw.confirm').click();
      await article(app, 2).getByText(say('desk.withdraw.decide.owner')).waitFor();
      await button('desk.withdraw.back.button.of', of).waitFor();
    } else {
      await article(app, 2).getByText(say('desk.withdraw.decide.text')).waitFor();
      assert.equal(await app.page.getByRole('button', { name: /^(Withdraw consent|It was a mistake)/ }).count(), 0, 'nothing is offered');
      assert.equal((await call(app, 'Withdraw', { sessionId: finished, withdrawn: false, date: '' })).code, 'not_allowed');
    }
    await sound(app, `the page for the ${role}`);
    await picture(app.page, role);
  }
  app.assertQuiet();
});
