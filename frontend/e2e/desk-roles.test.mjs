// People with roles at one desk: the owner lets an assistant in, who prepares,
// hands over, comes back and is shown no result, by the words on screen and by
// what the page is answered. In both languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { eventually } from './lib/eventually.mjs';
import { assertAccessible, assertReadable } from './lib/look.mjs';
import { answer, begin, finish } from './lib/participant.mjs';
import { leave } from './lib/pin.mjs';
import { PASSPHRASE, unlockDesk } from './lib/porter.mjs';

/** The people of these tests, by role. */
const people = {
  counsellor: { name: 'Made', passphrase: 'seven lamps in the hallway' },
  assistant: { name: 'Ayu', passphrase: 'rain on a tin roof at noon' },
  reader: { name: 'Rai', passphrase: 'a ladder of green bamboo' },
};
const spoken = { en: 'English', id: 'Bahasa Indonesia' };

/** The names of the styles and modes, which no assistant may read. */
function resultWords(lang) {
  const texts = JSON.parse(readFileSync(new URL(`../../instruments/learning-cycle/1.0.0/text.${lang}.json`, import.meta.url), 'utf8'));
  return Object.entries(texts).flatMap(([key, text]) => (/^(style|scale|mode|class)\.[\w-]+(\.name)?$/.test(key) ? [text] : []));
}

/** The desk in a language, with its settings of security open. */
async function security(app, lang) {
  await app.page.evaluate((language) => window.go.desk.Desk.SaveLook({ language, theme: 'light', paper: 'A4' }), lang);
  await app.page.reload();
  const desk = counsellor(app, lang);
  await desk.button('desk.nav.settings').click();
  await desk.button('desk.security.title').click();
  await app.page.getByRole('heading', { name: desk.say('desk.holders.title') }).waitFor();
  return desk;
}

const dialog = (app) => app.page.locator('dialog[open]');

/** In the settings: lets somebody open the desk, with a role. */
async function add(app, { say, button }, role) {
  const { name, passphrase } = people[role];
  await button('desk.holders.add').click();
  await dialog(app).locator('[data-field="name"]').fill(name);
  await dialog(app).getByRole('radio', { name: say(`role.${role}`) }).check();
  await dialog(app).locator('[data-field="passphrase"]').fill(passphrase);
  await dialog(app).locator('[data-field="repeated"]').fill(passphrase);
  await dialog(app).locator('[data-field="own"]').fill(PASSPHRASE);
  await button('desk.holders.add.now').click();
  await app.page.getByText(say('desk.holders.added', { Name: name })).waitFor();
}

/** Locks the desk and opens it for somebody. */
async function become(app, role) {
  await app.page.keyboard.press('Control+l');
  await app.page.locator('.porter').waitFor();
  const { name, passphrase } = people[role];
  await unlockDesk(app.page, passphrase, name);
  await app.page.locator('.rail .who', { hasText: name }).waitFor();
}

const railOf = (app) => app.page.locator('.rail button').allTextContents();
const bound = (app, method, ...args) => app.page.evaluate(([m, a]) => window.go.desk.Desk[m](...a).then(() => '', (e) => JSON.parse(e.message ?? e).code), [method, args]);

for (const lang of ['en', 'id']) {
  test(`an assistant prepares and hands over, and is shown no result, in ${spoken[lang]}`, async (t) => {
    const app = await startApp(t);
    const desk = await security(app, lang);
    await add(app, desk, 'assistant');
    await become(app, 'assistant');
    await desk.list();
    const { say } = desk;
    await eventually(async () => assert.deepEqual((await railOf(app)).slice(0, -1).map((text) => text.trim()), ['people', 'instruments', 'settings', 'about'].map((place) => say(`desk.nav.${place}`))));
    await app.page.locator('.rail .who', { hasText: say('role.assistant') }).waitFor();

    await desk.newSession({ name: 'Dewi Lestari', language: spoken[lang] });
    await desk.handOver();
    await begin(app.page);
    await answer(app.page, 'tap');
    await finish(app.page);
    await leave(app.page, 'finish', { lang, as: people.assistant });
    await desk.list();
    await app.page.getByText(say('desk.people.handed', { Name: 'Dewi Lestari' })).waitFor();
    await app.page.locator('tbody').getByText(say('desk.session.state.finalised')).waitFor();

    const secrets = resultWords(lang);
    assert.ok(secrets.length >= 9, `${secrets}`);
    const read = async () => {
      const page = await app.page.locator('main').innerText();
      return secrets.filter((word) => page.includes(word));
    };
    assert.deepEqual(await read(), []);
    assert.equal(await app.page.getByRole('button', { name: say('desk.session.open') }).count(), 0);
    const { sessionId } = await app.page.evaluate(async () => {
      const { rows } = await window.go.desk.Desk.People({ query: '', after: '' });
      return { sessionId: rows[0].sessions[0].session.id, headline: rows[0].sessions[0].headline };
    });
    assert.equal(await bound(app, 'Result', { sessionId, language: lang, earlierId: '' }), 'not_allowed');
    assert.equal(await bound(app, 'SaveReport', { sessionId, language: lang, earlierId: '', paper: 'A4' }), 'not_allowed');

    await t.test('what was offered by mistake is refused in words, and the desk goes on', async () => {
      await app.page.evaluate(() => {
        window.go.desk.Desk.Consents = () => window.go.desk.Desk.Norms(); // as an older page would ask for more
      });
      await app.page.getByRole('button', { name: say('desk.people.edit.of', { Name: 'Dewi Lestari' }) }).click();
      await app.page.getByText(say('error.not_allowed')).waitFor();
      await desk.button('desk.nav.people').click();
      await desk.list();
    });

    await t.test('the settings offer the own passphrase and the PIN, and nobody else’s', async () => {
      await desk.button('desk.nav.settings').click();
      const sections = await app.page.getByRole('navigation', { name: say('desk.settings.index') }).getByRole('button').allTextContents();
      assert.deepEqual(sections.map((text) => text.trim()), ['desk.settings.section.appearance', 'desk.security.title', 'desk.settings.section.handover', 'desk.diag.title'].map((key) => say(key)));
      await desk.button('desk.security.title').click();
      await desk.button('desk.security.change').waitFor();
      for (const key of ['desk.security.code', 'desk.holders.add']) assert.equal(await desk.button(key).count(), 0, key);
    });

    await t.test('the owner reads it', async () => {
      await app.page.keyboard.press('Control+l');
      await unlockDesk(app.page, PASSPHRASE, say('role.owner'));
      const open = app.page.getByRole('button', { name: new RegExp(say('desk.session.open')) }).first();
      await open.waitFor();
      assert.ok((await read()).length > 0, 'the owner reads no result either');
      await open.click();
      await app.page.getByRole('button', { name: say('desk.result.report'), exact: true }).waitFor();
    });
    app.assertQuiet();
  });
}

test('the owner adds, resets and removes; each role is offered its own', async (t) => {
  const app = await startApp(t);
  const desk = await security(app, 'en');
  const { say } = desk;

  await t.test('what is missing is said beside the field, and nobody gets a role by default', async () => {
    await desk.button('desk.holders.add').click();
    assert.equal(await dialog(app).getByRole('radio', { checked: true }).count(), 0);
    await desk.button('desk.holders.add.now').click();
    for (const fault of ['missing', 'unknown_option']) await dialog(app).getByText(say(`desk.holders.fault.${fault}`)).waitFor();
    await dialog(app).getByRole('radio', { name: say('role.reader') }).check();
    for (const field of ['passphrase', 'repeated', 'own']) await dialog(app).locator(`[data-field="${field}"]`).fill(PASSPHRASE);
    await dialog(app).locator('[data-field="name"]').fill('Rai');
    await desk.button('desk.holders.add.now').click();
    await dialog(app).getByText(say('porter.fault.taken')).waitFor();
    await app.page.keyboard.press('Escape');
  });
  for (const role of ['counsellor', 'assistant', 'reader']) await add(app, desk, role);
  await assertAccessible(app.page, 'people at the desk');

  await t.test('the reader reads and is offered no act', async () => {
    await become(app, 'reader');
    await desk.list();
    await eventually(async () => assert.deepEqual((await railOf(app)).slice(0, -1).map((text) => text.trim()), ['people', 'instruments', 'norms', 'whatif', 'settings', 'about'].map((place) => say(`desk.nav.${place}`))));
    await app.page.keyboard.press('Control+n');
    assert.equal(await desk.button('desk.new.title').count(), 0);
    await desk.list();
    assert.equal(await bound(app, 'SaveParticipant', { id: '', code: '', name: 'X', respondent: {} }), 'not_allowed');
  });

  await t.test('the locked screen asks who comes, and waits for each by itself', async () => {
    await app.page.keyboard.press('Control+l');
    await app.page.locator('.porter [data-field="who"]').waitFor();
    await assertAccessible(app.page, 'locked');
    await assertReadable(app.page, 'locked');
    await app.page.locator('.porter input[data-field="passphrase"]').fill(PASSPHRASE);
    await app.page.keyboard.press('Enter');
    await app.page.getByText(say('porter.unlock.nobody')).waitFor();
    await app.page.locator('[data-field="who"] label', { hasText: 'Ayu' }).click();
    await app.page.locator('.porter input[data-field="passphrase"]').fill(PASSPHRASE);
    await app.page.keyboard.press('Enter');
    await app.page.getByText(say('error.wrong_passphrase', { Wait: '1' })).or(app.page.getByText(say('porter.unlock.again'))).waitFor();
    await unlockDesk(app.page, people.counsellor.passphrase, 'Made');
    await app.page.locator('.rail .who', { hasText: say('role.counsellor') }).waitFor();
  });

  await t.test('by keys alone', async () => {
    await app.page.keyboard.press('Control+l');
    await app.page.locator('[data-field="who"]').waitFor();
    await app.page.keyboard.press('Tab');
    await app.page.keyboard.press('Space');
    for (let i = 0; i < 3; i++) await app.page.keyboard.press('ArrowDown');
    await eventually(async () => assert.equal((await app.page.locator('[data-field="who"] label:has(:checked)').innerText()).split('\n')[0], 'Rai'));
    await app.page.keyboard.press('ArrowDown'); // round to the owner
    await app.page.keyboard.press('Tab');
    await app.page.keyboard.type(PASSPHRASE);
    await app.page.keyboard.press('Enter');
    await app.page.locator('.rail .who', { hasText: say('role.owner') }).waitFor();
  });

  await t.test('a new passphrase, and the end of one', async () => {
    await desk.button('desk.nav.settings').click();
    await desk.button('desk.security.title').click();
    await desk.button('desk.holders.reset.of', { Name: 'Ayu' }).click();
    for (const field of ['passphrase', 'repeated']) await dialog(app).locator(`[data-field="${field}"]`).fill('a fourth long passphrase');
    await dialog(app).locator('[data-field="own"]').fill(PASSPHRASE);
    await desk.button('desk.holders.reset.now').click();
    await app.page.getByText(say('desk.holders.reset.done', { Name: 'Ayu' })).waitFor();
    await desk.button('desk.holders.remove.of', { Name: 'Rai' }).click();
    await dialog(app).locator('[data-field="own"]').fill(PASSPHRASE);
    await dialog(app).getByRole('button', { name: say('desk.holders.remove.now'), exact: true }).click();
    await app.page.getByText(say('desk.holders.removed', { Name: 'Rai' })).waitFor();
    await app.page.keyboard.press('Control+l');
    await app.page.locator('[data-field="who"]').waitFor();
    assert.equal(await app.page.getByText('Rai').count(), 0);
    await unlockDesk(app.page, 'a fourth long passphrase', 'Ayu');
  });
  app.assertQuiet();
});
