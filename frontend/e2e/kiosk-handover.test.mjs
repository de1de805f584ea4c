// Hand-over and return: the PIN, its waits over a kill, the acts behind it, the
// privacy screen, and what the page can reach of the window.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { eventually, tells } from './lib/eventually.mjs';
import { answer, atSet, begin, finish, handOver, orderOf, session, shown, ways } from './lib/participant.mjs';
import { leave, PIN, unlock } from './lib/pin.mjs';
import { words } from './lib/words.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const say = words('en');
const pinField = (page) => page.locator('dialog[open] input[type="password"]');
const open = (page) => page.getByRole('button', { name: say('kiosk.counsellor.open') }).click();
const status = (page) => page.evaluate(() => window.go.kiosk.Kiosk.Status());
const states = async (page) => (await page.evaluate(() => window.go.desk.Desk.People({ query: '', after: '' }))).rows[0].sessions.map((s) => s.session.state);

test('the desk tells what is true before a hand-over, and asks for the PIN every time', async (t) => {
  const app = await startApp(t, { env: { KITEWISE_SCREENS: '2', KITEWISE_BATTERY: '34 discharging' } });
  const desk = counsellor(app);
  const { page } = app;
  await desk.list();
  await desk.newSession({ name: 'Dewi' });
  await page.getByText(say('desk.hand.battery.low', { Percent: 34 })).waitFor();
  await page.getByText(say('desk.hand.screen.value')).waitFor();
  const pin = page.locator('.hand input[type="password"]');
  const press = () => page.locator('.hand button[type="submit"]').click();
  await pin.waitFor();
  assert.equal(await pin.count(), 1, 'it was set in the first run');
  await pin.fill(PIN);
  await press();
  await page.locator('.kiosk').waitFor();
  await leave(page, 'pause');

  await desk.button('desk.session.resume.of', { Name: 'Dewi' }).click();
  await pin.waitFor();
  await pin.fill('7391');
  const told = await tells(page, '.hand .error');
  await press();
  await told(/^That is not the PIN\. Try again in 1 s\.$/);
  await page.locator('.hand .error', { hasText: say('desk.pin.error.ready') }).waitFor();
  await pin.fill(PIN);
  await press();
  await page.locator('.kiosk').waitFor();
  app.assertQuiet();
});

test('nothing is told that the computer does not tell', async (t) => {
  const app = await startApp(t, { env: { KITEWISE_SCREENS: '0', KITEWISE_BATTERY: '' } });
  const desk = counsellor(app);
  await desk.list();
  await desk.newSession({ name: 'Dewi' });
  await app.page.locator('.hand input[type="password"]').first().waitFor();
  const text = await app.page.locator('.hand').innerText();
  assert.doesNotMatch(text, /Battery|Second screen/);
});

test('a wrong PIN waits longer and longer, also over a kill', async (t) => {
  const app = await startApp(t);
  await handOver(app);
  await begin(app.page);
  await open(app.page);
  for (const seconds of [1, 2, 4]) {
    await pinField(app.page).fill('7391');
    const told = await tells(app.page, 'dialog[open] .error');
    await pinField(app.page).press('Enter');
    await told(new RegExp(`Try again in ${seconds} s\\.`));
    assert.equal(await pinField(app.page).inputValue(), '', 'a wrong PIN does not stay in the field');
    await app.page.locator('dialog[open] .error', { hasText: say('kiosk.counsellor.ready') }).waitFor();
  }
  const before = Date.now();
  await app.restart({ signal: 'SIGKILL' });
  const { page } = app;
  await page.locator('.kiosk .main').waitFor();
  assert.equal(await pinField(page).count(), 0);
  const answer = await page.evaluate((pin) => window.go.kiosk.Kiosk.Unlock(pin).then(() => 'open', (e) => JSON.parse(e.message ?? e).code), PIN);
  if (Date.now() - before < 4000) assert.equal(answer, 'pin_wait', 'the wait begins anew with the program');
  if (answer === 'open') await page.evaluate(() => window.go.kiosk.Kiosk.Resume());
  await page.waitForTimeout(4000);
  await unlock(page);
  assert.equal((await status(page)).mode, 'return');
  await app.restart({ signal: 'SIGKILL' });
  assert.equal((await status(app.page)).mode, 'participant', 'a kill shuts the acts');
  app.assertQuiet();
});

test('behind the PIN: the four acts, at any step and at the end', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  await unlock(page);
  const finishing = page.getByRole('button', { name: say('kiosk.act.finish'), exact: true });
  assert.equal(await finishing.getAttribute('aria-disabled'), 'true', 'nothing is answered');
  await finishing.click({ force: true });
  await page.locator('.choices').waitFor();
  await page.keyboard.press('Escape');
  await begin(page);
  await answer(page, 'tap', { to: 1 });
  await unlock(page);
  await page.getByText('Not yet: 19 questions are still open.').waitFor();
  await page.getByRole('button', { name: say('kiosk.act.discard') }).click();
  await page.getByText('One answer stays stored, but it is not scored.').waitFor();
  await page.getByRole('button', { name: say('kiosk.discard.keep') }).click();
  await page.getByRole('button', { name: say('kiosk.act.resume'), exact: true }).click();
  await answer(page, 'tap', { from: 2 });
  await finish(page);

  // The participant wants to look again: back to the review, the answers change.
  await leave(page, 'resume');
  await page.locator('.setlist button').first().click();
  await atSet(page, 1);
  await page.locator('.slot .ending').first().click();
  await page.locator('.tray [data-position] button.ending').first().click();
  await page.locator('.saved[data-state="saved"]').waitFor();
  await page.locator('.go').click();
  await page.locator('.setlist').waitFor();
  await finish(page);
  assert.equal((await session(page)).done, true);
  await leave(page, 'finish');
  await page.locator('main.result h1').waitFor();
  assert.deepEqual(await states(page), ['finalised']);

  await handOver(app);
  await leave(page, 'discard');
  assert.deepEqual((await states(page)).sort(), ['abandoned']);
  app.assertQuiet();
});

test('the PIN is asked for in the participant’s language, and what lies behind it stands in the desk’s', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app, { language: 'id' });
  const id = words('id');
  const dialog = page.locator('dialog[open]');
  const acts = ['resume', 'pause', 'finish', 'discard'];
  const wanted = (of) => ['kiosk.act.title', ...acts.map((act) => `kiosk.act.${act}`), 'kiosk.act.resume.detail', 'kiosk.act.pause.detail', 'kiosk.act.discard.detail', 'kiosk.act.finish.consent'].map((key) => of(key)).sort();
  const spoken = () => dialog.evaluate((el) => [...el.querySelectorAll('h2, .btn, li > span')].map((part) => part.textContent.trim()).sort());
  await page.getByRole('button', { name: id('kiosk.counsellor.open'), exact: true }).click();
  await eventually(async () => assert.deepEqual(await spoken(), ['kiosk.counsellor.title', 'kiosk.counsellor.unlock', 'kiosk.counsellor.close'].map((key) => id(key)).sort()));
  await pinField(page).fill(PIN);
  await pinField(page).press('Enter');
  await page.locator('.choices').waitFor();
  await eventually(async () => assert.deepEqual(await spoken(), wanted(say)));
  assert.notDeepEqual(await spoken(), wanted(id));
  await page.getByRole('button', { name: say('kiosk.act.discard'), exact: true }).click();
  await dialog.getByText(say('kiosk.discard.empty')).waitFor();
  await eventually(async () => assert.deepEqual(await spoken(), ['kiosk.discard.title', 'kiosk.discard.confirm', 'kiosk.discard.keep'].map((key) => say(key)).sort()));

  // The page begins anew while the choices stand: they stand in the desk's language again.
  await page.reload();
  await page.locator('.choices').waitFor();
  await eventually(async () => assert.deepEqual(await spoken(), wanted(say)));
  await page.getByRole('button', { name: say('kiosk.act.resume'), exact: true }).click();
  await page.getByRole('button', { name: id('kiosk.counsellor.open'), exact: true }).waitFor();
  await page.waitForFunction(() => document.documentElement.lang === 'id');
  app.assertQuiet();
});

test('the privacy screen covers the page, loses nothing, and its key does nothing else', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  // Time is let run, not moved on: the page takes a jump of its clock for a sleep.
  await page.clock.install();
  await handOver(app);
  await begin(page);
  await ways.tap(page, orderOf(1).slice(0, 2));
  const cover = page.locator('dialog.cover[open]');
  // Half a minute is left to the machine, whose own time counts too.
  await page.clock.runFor('04:30');
  assert.equal(await cover.count(), 0);
  await page.clock.runFor('00:40');
  await cover.waitFor();
  assert.equal(await page.locator('.rank .stem').evaluate((el) => {
    const r = el.getBoundingClientRect();
    return document.elementFromPoint(r.x + 5, r.y + 5).closest('dialog') !== null;
  }), true, 'the question cannot be seen');
  await page.clock.runFor('30:00');
  await page.keyboard.press('1'); // it would rank an ending
  await cover.waitFor({ state: 'detached' });
  assert.equal(await page.locator('.slot .item').count(), 2, 'the set is as it was');
  await ways.tap(page, orderOf(1).slice(2, 3));
  await page.locator('.saved[data-state="saved"]').waitFor();
  const process = await page.evaluate(() => window.go.kiosk.Kiosk.Session().then((s) => s.items[0].revision));
  assert.equal(process, 1);

  await page.clock.runFor('05:05');
  await cover.waitFor();
  const at = await page.locator('.foot .go').boundingBox();
  await page.mouse.click(at.x + 5, at.y + 5); // Next lies under it
  await cover.waitFor({ state: 'detached' });
  await atSet(page, 1);

  // The PIN and the acts do not stay open under nobody's eyes.
  await unlock(page);
  await page.clock.runFor('05:05');
  await cover.waitFor();
  await page.keyboard.press('Enter');
  await cover.waitFor({ state: 'detached' });
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await eventually(async () => assert.equal((await status(page)).mode, 'participant'));
  app.assertQuiet();
});

/** A participant at the first set, with two endings placed, whose page is covered as soon as nobody touches it. */
async function uncovered(t, options = {}) {
  const app = await startApp(t, options);
  await app.page.clock.install();
  await handOver(app);
  await begin(app.page);
  await ways.tap(app.page, [0, 1]);
  const cover = app.page.locator('dialog.cover[open]');
  const lay = async () => {
    await app.page.clock.runFor('05:05');
    await cover.waitFor();
  };
  return { app, page: app.page, cover, lay };
}

test('a finger ends the privacy screen too, and does nothing else', async (t) => {
  const { app, page, cover, lay } = await uncovered(t, { context: { hasTouch: true } });
  const next = await page.locator('.foot .go').boundingBox();
  const open = await page.locator('.tray .ending').first().boundingBox();
  for (const { x, y } of [next, open]) {
    await lay();
    await page.touchscreen.tap(x + 20, y + 20);
    await cover.waitFor({ state: 'detached' });
    await page.clock.runFor('00:01');
    assert.deepEqual(await shown(page), [0, 1, null, null]);
    await atSet(page, 1);
  }
  await page.touchscreen.tap(open.x + 20, open.y + 20);
  await page.locator('.saved[data-state="saved"]').waitFor();
  app.assertQuiet();
});

test('the privacy screen in the middle of a drag: the ending is where it was, and follows no hand', async (t) => {
  const { app, page, cover, lay } = await uncovered(t);
  await page.locator('.slot .grip').nth(1).hover();
  await page.mouse.down();
  const first = await page.locator('.slot').first().boundingBox();
  await page.mouse.move(first.x + 300, first.y + 10, { steps: 4 });
  assert.deepEqual(await shown(page), [1, 0, null, null]);
  await lay();
  await page.mouse.up();
  await page.keyboard.press('a');
  await cover.waitFor({ state: 'detached' });
  assert.deepEqual(await shown(page), [0, 1, null, null]);
  await page.mouse.move(first.x + 320, first.y + 12, { steps: 3 });
  assert.deepEqual(await shown(page), [0, 1, null, null], 'nothing is pressed');
  await page.locator('.tray .ending').first().focus();
  await page.keyboard.press('2');
  assert.deepEqual((await shown(page)).filter((e) => e === null), [], 'keys answer again');
  app.assertQuiet();
});

test('the keys are the set’s again after the privacy screen over the PIN and over the acts', async (t) => {
  const { app, page, cover, lay } = await uncovered(t);
  const onSet = () => page.waitForFunction(() => document.activeElement.matches('.rank .ending'));
  await page.locator('.tray .ending').first().focus();
  await lay();
  await page.keyboard.press('a');
  await cover.waitFor({ state: 'detached' });
  await onSet();
  await page.getByRole('button', { name: 'For the counsellor' }).press('Enter');
  await page.locator('dialog[open] input[type="password"]').fill('25');
  await lay();
  await page.keyboard.press('a');
  await cover.waitFor({ state: 'detached' });
  assert.equal(await page.locator('dialog[open]').count(), 0);
  assert.notEqual(await page.evaluate(() => document.activeElement.localName), 'body');
  await unlock(page);
  await lay();
  await page.keyboard.press('a');
  await cover.waitFor({ state: 'detached' });
  await onSet();
  app.assertQuiet();
});

test('after a sleep under the PIN the keys are the page’s again', async (t) => {
  const { app, page } = await uncovered(t);
  await page.getByRole('button', { name: 'For the counsellor' }).press('Enter');
  await page.locator('dialog[open] input[type="password"]').waitFor();
  await page.clock.fastForward('02:00');
  await page.locator('.where', { hasText: 'Welcome back' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  assert.notEqual(await page.evaluate(() => document.activeElement.localName), 'body');
  await page.locator('.foot .go').press('Enter');
  await atSet(page, 1);
  assert.deepEqual(await shown(page), [0, 1, null, null]);
  app.assertQuiet();
});

test('the page reaches nothing of the window but its own methods', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app);
  assert.deepEqual(await page.evaluate(() => Object.keys(window.runtime)), ['EventsOnMultiple']);
  const sent = [];
  page.on('websocket', (ws) => ws.on('framesent', (frame) => sent.push(String(frame.payload))));
  await page.reload();
  await page.locator('.kiosk .main').waitFor();
  await page.evaluate(() => {
    for (const message of ['Q', 'H', 'Wf', 'WM', 'BO:https://example.org', 'C{"name":":wails:ClipboardGetText","args":[],"callbackID":"x"}']) window.WailsInvoke(message);
    return window.go.kiosk.Kiosk.Status();
  });
  assert.ok(sent.some((m) => m.includes('kiosk.Kiosk.Status')), 'our own calls go through');
  assert.deepEqual(sent.filter((m) => !/^C\{"name":"(kiosk\.Kiosk|desk\.Desk)\.|^runtime:ready$/.test(m)), []);
});

for (const { lang, theme, width, height } of [
  { lang: 'en', theme: 'light', width: 1024, height: 640 },
  { lang: 'id', theme: 'dark', width: 1440, height: 900 },
  { lang: 'id', theme: 'contrast', width: 512, height: 320 }, // 200 % zoom of 1024×640
]) {
  test(`hand-over and return in ${lang}, ${theme}, ${width}×${height}: nothing for axe, nothing clipped`, async (t) => {
    const app = await startApp(t, { viewport: { width, height }, env: { KITEWISE_SCREENS: '2', KITEWISE_BATTERY: '34 discharging' } });
    const { page } = app;
    await page.clock.install();
    await page.evaluate((s) => window.go.desk.Desk.SaveSettings({ ...s, paper: 'A4', privacyMinutes: 1 }), { language: lang, theme });
    const sessionId = await page.evaluate(async (language) => {
      const desk = window.go.desk.Desk;
      const person = await desk.SaveParticipant({ id: '', code: '', name: 'Dewi Lestari', respondent: {} });
      return (await desk.Prepare({ participantId: person.id, instrumentId: 'learning-cycle', language })).id;
    }, lang);
    await page.reload();
    const shots = process.env.KITEWISE_SHOTS;
    const look = async (name) => {
      if (shots) await page.screenshot({ path: `${shots}/handover-${lang}-${theme}-${width}-${name}.png` });
      if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(', ')}`), [], `axe at ${name}`);
      const wide = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('dialog[open], dialog[open] *')].filter((el) => el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 1).map((el) => el.className));
      assert.deepEqual(wide, [], `${name}: wider than its place`);
    };
    const local = words(lang);
    await page.getByRole('button', { name: local('desk.session.handover.of', { Name: 'Dewi Lestari' }) }).click();
    await page.locator('.hand input[type="password"]').first().waitFor();
    await page.locator('.hand .warn').first().waitFor();
    await look('before');
    await page.locator('.hand button[type="submit"]').click();
    await look('no-pin');
    await page.locator('.hand input[type="password"]').fill(PIN);
    await page.locator('.hand button[type="submit"]').click();
    await page.locator('.kiosk .main').waitFor();
    await page.getByRole('button', { name: local('kiosk.counsellor.open') }).click();
    await look('pin');
    await pinField(page).fill('7391');
    await pinField(page).press('Enter');
    await page.locator('dialog[open] .error').waitFor();
    await look('wrong-pin');
    await page.locator('dialog[open] .error', { hasText: local('kiosk.counsellor.ready') }).waitFor();
    await pinField(page).fill(PIN);
    await pinField(page).press('Enter');
    await page.locator('.choices').waitFor();
    await look('acts');
    await page.getByRole('button', { name: local('kiosk.act.discard') }).click();
    await look('discard');
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.clock.fastForward('01:05');
    await page.locator('dialog.cover[open]').waitFor();
    await look('cover');
    await page.keyboard.press('a');
    await leave(page, 'pause', { lang });
    await page.getByRole('navigation').getByRole('button', { name: local('desk.nav.settings') }).click();
    await page.getByRole('button', { name: local('desk.settings.section.handover'), exact: true }).click();
    await page.getByRole('button', { name: local('desk.pin.change') }).click();
    await look('settings');
    assert.equal(typeof sessionId, 'string');
    app.assertQuiet();
  });
}
