// The ways out of a page in the real window: WebKit, a window manager, and keys
// as the system sends them.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../lib/app.mjs';
import { inspect } from '../lib/inspector.mjs';
import { openedInWindow, PIN } from '../lib/porter.mjs';
import { startDesktop } from '../lib/window.mjs';

/** As xdotool names them; the window manager's own (Alt+F4, Alt+Tab) belong to the hand-over. */
const chords = [
  'ctrl+f', 'F3', 'ctrl+g', 'ctrl+p', 'ctrl+s', 'ctrl+o', 'ctrl+r', 'ctrl+shift+r', 'F5', 'ctrl+u', 'F12', 'ctrl+shift+i',
  'ctrl+shift+j', 'ctrl+shift+c', 'alt+Left', 'alt+Right', 'alt+Home', 'BackSpace', 'ctrl+n', 'ctrl+t', 'ctrl+w', 'ctrl+q',
  'ctrl+l', 'ctrl+d', 'ctrl+h', 'ctrl+j', 'ctrl+a', 'ctrl+c', 'ctrl+Insert', 'F1', 'F6', 'F7', 'F10', 'F11', 'shift+F10', 'Menu',
  'XF86Back', 'XF86Forward', 'XF86Reload', 'ctrl+plus', 'ctrl+minus', 'ctrl+0',
];

test(`${chords.length} shortcuts and a held Enter in the real window`, async (t) => {
  const desktop = await startDesktop(t, { width: 1280, height: 900 });
  const port = await freePort();
  const program = desktop.start('kitewise-inspector', ['--data', join(desktop.folder, 'data')], {
    WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}`,
  });
  const id = await desktop.window();
  await desktop.painted(id);
  const page = await inspect(`127.0.0.1:${port}`);
  t.after(() => page.close());

  // Hands over by the desk's methods: what is looked at here is the participant's page.
  await openedInWindow(page);
  await page.evaluate(`(async () => {
    const desk = window.go.desk.Desk;
    const person = await desk.SaveParticipant({ id: '', code: '', name: 'Ayu', respondent: {} });
    const session = await desk.Prepare({ participantId: person.id, instrumentId: 'learning-cycle', language: 'en' });
    await desk.HandOver({ sessionId: session.id, pin: ${JSON.stringify(PIN)} });
    location.reload();
  })().catch((error) => (document.title = String(error))), 0`);
  await page.until(`!!document.querySelector('.kiosk .main')`);

  await page.evaluate(`(() => {
    window.stayed = true;
    window.presses = [];
    window.repeats = 0;
    window.screens = 0;
    addEventListener('keydown', (ev) => {
      if (ev.repeat) window.repeats += 1;
      if (!/^(Control|Shift|Alt|Meta)/.test(ev.key)) setTimeout(() => window.presses.push([ev.key, ev.defaultPrevented]));
    }, true);
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (node.matches?.('.main')) window.screens += 1;
    }).observe(document.querySelector('.kiosk'), { childList: true });
  })(), 0`);
  const state = () => page.evaluate(`JSON.stringify({
    stayed: window.stayed === true, kiosk: !!document.querySelector('.kiosk'), text: document.querySelector('.kiosk .main')?.textContent ?? '',
    marked: String(getSelection()), scale: visualViewport.scale, screens: window.screens,
  })`).then(JSON.parse);
  const before = await state();
  const windows = await desktop.windows();
  const found = {};
  for (const chord of chords) {
    await page.evaluate(`(document.querySelector('.foot .go').focus(), 0)`);
    await desktop.press(id, chord);
    await new Promise((done) => setTimeout(done, 60));
    const after = await state();
    if (JSON.stringify(after) !== JSON.stringify(before)) found[chord] = after;
    if ((await desktop.windows()) !== windows) found[chord] = `${await desktop.windows()} windows`;
  }
  assert.deepEqual(found, {});
  await page.until('window.presses.length >= 30').catch(() => {});
  const presses = await page.evaluate(`JSON.stringify(window.presses)`).then(JSON.parse);
  const let_ = presses.filter(([key, refused]) => !refused && !['+', '-', '0'].includes(key));
  t.diagnostic(`${presses.length} presses reached the page`);
  assert.ok(presses.length >= 30, `${presses.length} presses reached the page`);
  assert.deepEqual(let_, [], 'refused in the page already');

  await desktop.click(id, 640, 300);
  for (const button of [2, 3, 8, 9]) {
    await desktop.button(button);
    await new Promise((done) => setTimeout(done, 150));
    assert.deepEqual(await state(), before, `button ${button}`);
    assert.equal(await desktop.windows(), windows, `button ${button} opens nothing`);
  }

  // The system repeats a held key; one press leads one screen on.
  await page.evaluate(`(document.querySelector('.foot .go').focus(), 0)`);
  await desktop.hold(id, 'Return', 1500);
  await page.until('window.screens > 0 && window.repeats > 5');
  const { screens, stayed } = await state();
  assert.deepEqual({ screens, stayed }, { screens: 1, stayed: true });
  assert.ok((await page.evaluate('window.repeats')) > 5, 'the key was repeated');
  assert.doesNotMatch(program.log, /panic|window:|Ayu/);
});
