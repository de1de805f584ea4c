// Hand-over in the real window: the screen is really full and is filled again,
// the window does not close, and a kill comes back into it.
import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../lib/app.mjs';
import { inspect } from '../lib/inspector.mjs';
import { hits } from '../lib/markers.mjs';
import { openedInWindow, PIN, unlockInWindow } from '../lib/porter.mjs';
import { touching, typed } from '../lib/touch.mjs';
import { startDesktop } from '../lib/window.mjs';
import { words } from '../lib/words.mjs';

const say = words('en');
/** A name that stands nowhere else. */
const marker = 'Qz47Marker';
const size = { width: 1280, height: 800 };
const full = `innerWidth === ${size.width} && innerHeight === ${size.height} && document.visibilityState === 'visible'`;
const asked = `document.querySelector('dialog[open] input[type=password]') !== null`;
const kiosk = `document.querySelector('.kiosk .main') !== null`;

test('a participant has the whole screen until the counsellor comes', async (t) => {
  const desktop = await startDesktop(t, size);
  const shots = process.env.KITEWISE_SHOTS;

  /** Starts the program and looks into its window. */
  async function started() {
    const port = await freePort();
    const program = desktop.start('kitewise-inspector', ['--data', join(desktop.folder, 'data')], { WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}` });
    const id = await desktop.window();
    await desktop.painted(id);
    const page = await inspect(`127.0.0.1:${port}`);
    t.after(() => page.close());
    return { program, id, page, ...touching(desktop, page, id) };
  }

  let { program, id, page, press, click, fill } = await started();
  await openedInWindow(page);
  assert.equal(await page.evaluate(full), false, 'the desk has a frame');
  await press(say('desk.new.title'));
  await fill(`document.querySelector('form input:not([type=radio])')`, marker);
  await press(say('desk.new.next'));
  await page.until(`document.querySelector('.cards input:checked')`);
  await press(say('desk.new.next'));
  await click(`document.querySelector('button[type=submit]')`);
  await fill(`document.querySelectorAll('.hand input[type=password]')[0]`, PIN);
  await press(say('desk.hand.now'));
  await page.until(kiosk, 30);
  await page.until(full, 30);
  assert.match(await page.evaluate('document.body.innerText'), new RegExp(marker));
  if (shots) await desktop.picture('root', join(shots, 'window-full.png'));

  // Closing asks for the PIN instead.
  await desktop.press(id, 'alt+F4');
  await page.until(asked, 30);
  assert.equal(program.child.exitCode, null, 'the window closed under a participant');
  await press(say('kiosk.counsellor.close'));
  await page.until(`!(${asked})`);
  // A script that got past the page could ask the window itself: to quit, to shrink, to go away.
  const raw = (message) => page.evaluate(`window.webkit.messageHandlers.external.postMessage(${JSON.stringify(message)}), true`);
  await raw('Q');
  await page.until(asked, 30);
  assert.equal(program.child.exitCode, null);
  await press(say('kiosk.counsellor.close'));
  await page.until(`!(${asked})`);
  await page.evaluate(`addEventListener('resize', () => (window.shrank ||= !(${full}))), 0`);
  await raw('Wf');
  // It may be filled again before anybody saw it smaller.
  await page.until(`window.shrank === true`, 3).catch(() => {});
  await page.until(full, 30);
  await desktop.minimise(id);
  assert.equal(await desktop.window(), id, 'the window does not come back');
  await page.until(full, 30);

  // A kill comes back full, locked, and without the name.
  page.close();
  program.child.kill('SIGKILL');
  await desktop.ended(program);
  assert.deepEqual(await hits(desktop.folder, marker), [], 'as the kill left it');
  ({ program, id, page, press, fill } = await started());
  await page.until(kiosk, 30);
  await page.until(full, 30);
  assert.doesNotMatch(await page.evaluate('document.body.innerText'), new RegExp(marker));
  await desktop.press(id, 'alt+F4');
  await page.until(asked, 30);
  if (shots) await desktop.picture('root', join(shots, 'window-pin.png'));

  await typed(desktop, page, '7391');
  await desktop.press(id, 'Return');
  await page.until(`document.querySelector('dialog[open] .error')`);
  await page.until(`document.body.innerText.includes(${JSON.stringify(say('kiosk.counsellor.ready'))})`);
  await typed(desktop, page, PIN);
  await desktop.press(id, 'Return');
  await page.until(`document.querySelector('dialog[open] .choices')`);
  if (shots) await desktop.picture('root', join(shots, 'window-acts.png'));

  // On a day on which nothing can be stored the window closes behind the PIN; the next start comes back.
  const db = join(desktop.folder, 'data', 'kitewise.db');
  await rename(db, `${db}.away`);
  await press(say('kiosk.act.pause'));
  await page.until(`document.querySelectorAll('dialog[open] .choices button').length === 5`);
  if (shots) await desktop.picture('root', join(shots, 'window-stuck.png'));
  await press(say('kiosk.act.quit'));
  page.close();
  await desktop.ended(program);
  await rename(`${db}.away`, db);
  ({ program, id, page, press, fill } = await started());
  await page.until(kiosk, 30);
  await page.until(full, 30);
  await desktop.press(id, 'alt+F4');
  await page.until(asked, 30);
  await typed(desktop, page, PIN);
  await desktop.press(id, 'Return');
  await page.until(`document.querySelector('dialog[open] .choices')`);
  await press(say('kiosk.act.pause'));
  await unlockInWindow(desktop, page, id);
  await page.until(`!(${full})`);
  await desktop.press(id, 'alt+F4');
  assert.equal(await desktop.ended(program), 0, program.log);
  assert.doesNotMatch(program.log, /panic|window: (error|fatal)|Qz47Marker/);
  assert.deepEqual(await hits(desktop.folder, marker), [], 'workspace, log, profile of the web view, temporary files');
});
