// What the counsellor settles before and after a session: the notice, the basis,
// what is arranged; and what a participant who declines leaves behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { eventually } from './lib/eventually.mjs';
import { participant } from './lib/kiosk.mjs';
import { leave } from './lib/pin.mjs';
import { handOver } from './lib/participant.mjs';

const calls = (page) => page.evaluate(() => window.go.desk.Desk.Notice());
const area = (app, part, language) => app.page.getByRole('group', { name: part }).getByRole('textbox', { name: language });

async function settings(app, desk, section) {
  await app.page.getByRole('navigation', { name: desk.say('desk.nav.label') }).getByRole('button', { name: desk.say('desk.nav.settings') }).click();
  await desk.button(section).click();
}

/** A practice whose first order goes the wrong way: Next waits for an answer,
 *  turning round asks again, and a change by hand does too. */
async function reversed(app, kiosk) {
  await app.page.locator('.practice').waitFor();
  const ending = (position) => app.page.locator(`.item[data-position="${position}"] .ending`);
  const order = () => app.page.locator('.slot .item').evaluateAll((all) => all.map((el) => el.dataset.position).join(''));
  const said = () => app.page.locator('.check em').allTextContents();
  for (const position of [0, 1, 2]) await ending(position).click();
  const next = app.page.locator('.go');
  await next.click();
  await app.page.locator('.check').waitFor();
  const first = await said();
  await next.click();
  await app.page.locator('[role="status"]', { hasText: kiosk.say('kiosk.practice.answer') }).waitFor();
  assert.deepEqual(await said(), first, 'Next went on without an answer');
  await kiosk.button('kiosk.practice.turn').click();
  await eventually(async () => assert.deepEqual([await order(), await said()], ['3210', first.toReversed()], 'turning round does not ask again'));
  await kiosk.button('kiosk.practice.change').click();
  await app.page.getByText(/stands at one end and/).waitFor();
  assert.equal(await app.page.locator('.check').count(), 0);
  await next.click();
  await kiosk.button('kiosk.practice.yes').click();
  await app.page.locator('.practice').waitFor({ state: 'detached' });
}

for (const lang of ['en', 'id']) {
  test(`the desk words its own notice, in ${lang}, and participants read it`, async (t) => {
    const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
    await app.page.evaluate((language) => window.go.desk.Desk.SaveSettings({ language, theme: 'light', paper: 'A4' }), lang);
    await app.page.reload();
    const desk = counsellor(app, lang);
    await desk.list();
    await settings(app, desk, 'desk.settings.section.desk');
    await app.page.getByRole('textbox', { name: desk.say('desk.settings.desk.name') }).fill('Ubud Counselling');
    const number = app.page.getByRole('textbox', { name: desk.say('desk.settings.kept.number') });
    await number.fill('7.5');
    await desk.button('desk.person.save').click();
    await eventually(async () => assert.equal(await number.getAttribute('aria-invalid'), 'true'));
    await number.fill('7');
    await desk.button('desk.person.save').click();
    await app.page.getByText(desk.say('desk.settings.desk.saved', { Version: 1 })).waitFor();
    assert.deepEqual([(await calls(app.page)).months, (await calls(app.page)).version], [84, 1]);

    await desk.button('desk.settings.section.consent').click();
    const purpose = desk.say('kiosk.notice.purpose');
    await area(app, purpose, 'English').fill('For {desk} and {nobody} else.');
    await desk.button('desk.consent.save').click();
    await app.page.getByText(desk.say('desk.consent.error.placeholder')).waitFor();
    await area(app, purpose, 'English').fill('For {desk} and nobody else.');
    await desk.button('desk.consent.save').click();
    await app.page.getByText(desk.say('desk.consent.error.other_language', { Language: 'English' })).waitFor();
    await eventually(async () => assert.equal(await app.page.evaluate(() => document.activeElement.lang), 'id', 'the focus is where something is missing'));
    assert.equal((await calls(app.page)).version, 1, 'a notice with a gap was stored');
    await area(app, purpose, 'Bahasa Indonesia').fill('Untuk {desk} saja.');
    await desk.button('desk.consent.preview').click();
    await app.page.getByRole('dialog').getByText('For Ubud Counselling and nobody else.').waitFor();
    await app.page.getByRole('radio', { name: 'Bahasa Indonesia' }).check();
    await app.page.getByRole('dialog').getByText('Untuk Ubud Counselling saja.').waitFor();
    await app.page.keyboard.press('Escape');
    // A look elsewhere loses nothing that was typed.
    await desk.button('desk.settings.section.appearance').click();
    await desk.button('desk.settings.section.consent').click();
    assert.equal(await area(app, purpose, 'Bahasa Indonesia').inputValue(), 'Untuk {desk} saja.');
    await desk.button('desk.consent.save').click();
    await app.page.getByText(desk.say('desk.consent.saved', { Version: 2 })).waitFor();
    await desk.button('desk.consent.version', { Version: 1 }).click();
    await app.page.getByRole('dialog').getByText('Ubud Counselling').first().waitFor();
    assert.equal(await app.page.getByRole('dialog').getByText('nobody else').count(), 0, 'an earlier version changed');
    await app.page.keyboard.press('Escape');

    await handOver(app, { name: 'Dewi', language: lang });
    await participant(app, lang).button('kiosk.nav.begin').click();
    const told = app.page.locator('.told');
    await told.getByText(lang === 'en' ? 'For Ubud Counselling and nobody else.' : 'Untuk Ubud Counselling saja.').waitFor();
    await told.getByText(lang === 'en' ? '7 years' : '7 tahun').waitFor();
    app.assertQuiet();
  });
}

test('a basis on paper and arrangements: recorded, told, read, printed', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const desk = counsellor(app);
  const kiosk = participant(app);
  await desk.list();
  await app.page.keyboard.press('Control+n');
  await app.page.getByRole('textbox', { name: desk.say('desk.person.name'), exact: true }).fill('Made Sari');
  await desk.button('desk.new.next').click();
  await app.page.getByRole('radio', { name: 'English', exact: true }).check();
  await desk.button('desk.new.next').click();
  await app.page.getByText(desk.say('desk.conditions.title')).click();
  await app.page.getByRole('radio', { name: desk.say('desk.basis.paper') }).check();
  const date = app.page.getByRole('textbox', { name: desk.say('desk.basis.date') });
  await date.fill('2999-01-01');
  await app.page.getByRole('checkbox', { name: desk.say('desk.arranged.reader') }).check();
  await app.page.locator('button[type="submit"]').click();
  await eventually(async () => assert.equal(await date.getAttribute('aria-invalid'), 'true'));
  await date.fill('2026-01-31');
  await app.page.locator('button[type="submit"]').click();
  await app.page.getByText('Agreed on paper, 31 January 2026').waitFor();
  await desk.handOver();

  await kiosk.button('kiosk.nav.begin').click();
  await app.page.getByText(kiosk.say('kiosk.consent.recorded')).waitFor();
  assert.equal(await kiosk.button('kiosk.consent.yes').count(), 0, 'the participant is asked although the basis is settled');
  await app.page.locator('.go').click();
  await app.page.locator('.points').waitFor();
  await desk.comeBack();
  await desk.list();

  await desk.button('desk.people.edit.of', { Name: 'Made Sari' }).click();
  const history = app.page.locator('article');
  await history.getByText('Agreed on paper, 31 January 2026').waitFor();
  await history.getByText(desk.say('desk.arranged.reader')).waitFor();
  await history.getByRole('button', { name: desk.say('desk.history.words') }).click();
  await app.page.getByRole('dialog').getByText(/Your answers are used for a talk/).waitFor();
  await desk.button('desk.common.close').click();
  await history.getByRole('button', { name: desk.say('desk.conditions.change') }).click();
  await app.page.getByRole('radio', { name: desk.say('desk.basis.guardian') }).check();
  await app.page.getByRole('dialog').getByRole('button', { name: desk.say('desk.person.save') }).click();
  await history.getByText('A parent or guardian agreed, 31 January 2026').waitFor();
  await history.getByText('Agreed on paper, 31 January 2026').waitFor(); // the entry before stays
  app.assertQuiet();
});

test('whoever declines leaves only that behind', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const desk = counsellor(app);
  const kiosk = participant(app);
  await desk.list();
  await desk.newSession({ name: 'Ketut' });
  await desk.handOver();
  await kiosk.button('kiosk.nav.begin').click();
  await kiosk.button('kiosk.consent.no').click();
  await kiosk.button('kiosk.consent.no.yes').click();
  await app.page.getByText(kiosk.say('kiosk.declined.thanks')).waitFor();
  await leave(app.page, 'desk');
  await desk.list();
  await app.page.getByText(desk.say('desk.people.declined', { Name: 'Ketut' })).waitFor();
  const row = app.page.locator('tbody', { hasText: 'Ketut' });
  await row.getByText(desk.say('desk.session.state.declined'), { exact: false }).first().waitFor();
  await row.getByText(desk.say('desk.session.detail.declined')).waitFor();
  await row.locator('td').getByRole('button', { name: desk.say('desk.people.newsession') }).click();
  await app.page.getByRole('heading', { name: desk.say('desk.new.what.title') }).waitFor();
  app.assertQuiet();
});

test('what was arranged is recorded after the end and stands in the facts', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const desk = counsellor(app);
  const kiosk = participant(app);
  await desk.list();
  await desk.newSession({ name: 'Ayu' });
  await desk.handOver();
  await kiosk.button('kiosk.nav.begin').click();
  await kiosk.button('kiosk.consent.yes').click();
  await kiosk.button('kiosk.nav.next').click();
  await reversed(app, kiosk);
  await kiosk.button('kiosk.nav.next').click();
  await kiosk.answerAll((n) => [n % 4, (n + 1) % 4, (n + 2) % 4, (n + 3) % 4]);
  await kiosk.finish();
  await desk.comeBack({ done: true });
  await app.page.locator('main.result h1').waitFor();
  const facts = app.page.locator('dl.facts');
  await facts.getByText(/notice 1, English/).waitFor();
  await facts.getByText('right after 3 tries, the first time in the opposite direction').waitFor();
  await desk.button('desk.arranged.record').click();
  await app.page.getByText(desk.say('desk.conditions.late')).waitFor();
  assert.equal(await app.page.getByRole('dialog').getByRole('radio').count(), 0, 'the basis of a finished session can be changed');
  await app.page.getByRole('checkbox', { name: desk.say('desk.arranged.helper') }).check();
  await app.page.getByRole('textbox', { name: desk.say('desk.arranged.note') }).fill('second half only');
  await app.page.getByRole('dialog').getByRole('button', { name: desk.say('desk.person.save') }).click();
  await facts.getByText(/a helper entered the answers; second half only; recorded on .*, after the end/).waitFor();
  app.assertQuiet();
});

test('a window that is too small says so at the desk and before the hand-over, and zoom does not', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const desk = counsellor(app);
  await desk.list();
  const warning = app.page.getByText(desk.say('desk.room.small', { Width: '1,024', Height: '640' }));
  await app.page.evaluate(() => (document.documentElement.style.zoom = '2'));
  assert.equal(await warning.count(), 0, 'zoom is taken for a small window');
  await app.page.evaluate(() => (document.documentElement.style.zoom = ''));
  await app.page.setViewportSize({ width: 1000, height: 640 });
  await warning.waitFor();
  await desk.newSession({ name: 'Ayu' });
  await warning.waitFor();
  await app.page.setViewportSize({ width: 1024, height: 640 });
  await warning.waitFor({ state: 'detached' });
  app.assertQuiet();
});
