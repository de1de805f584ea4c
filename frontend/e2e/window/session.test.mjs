// A whole session in the real window: WebKit instead of the browser of the
// other tests, real clicks and keys, the system's own save dialog.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../lib/app.mjs';
import { eventually } from '../lib/eventually.mjs';
import { inspect } from '../lib/inspector.mjs';
import { openedInWindow, PIN, unlockInWindow } from '../lib/porter.mjs';
import { touching } from '../lib/touch.mjs';
import { startDesktop, tracing } from '../lib/window.mjs';
import { words } from '../lib/words.mjs';

const say = words('en');

test('a session from the first page to the PDF', async (t) => {
  const desktop = await startDesktop(t, { width: 1280, height: 900 });
  const port = await freePort();
  const watched = await tracing();
  if (!watched) t.diagnostic('programs may not be watched here: connections are not counted');
  const program = desktop[watched ? 'traced' : 'start']('kitewise-inspector', ['--data', join(desktop.folder, 'data')], {
    WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}`,
  });
  const id = await desktop.window();
  await desktop.painted(id);
  const page = await inspect(`127.0.0.1:${port}`);
  t.after(() => page.close());
  await openedInWindow(page);

  const { click, press, fill } = touching(desktop, page, id);
  const go = () => click(`document.querySelector('.foot .go')`);
  const tap = (where) => click(`document.querySelector('${where} .tray [data-position] button.ending')`);

  await press(say('desk.new.title'));
  await fill(`document.querySelector('form input:not([type=radio])')`, 'Ayu');
  await press(say('desk.new.next'));
  await page.until(`document.querySelector('.cards input:checked')`);
  await press(say('desk.new.next'));
  await click(`document.querySelector('button[type=submit]')`);
  await fill(`document.querySelectorAll('.hand input[type=password]')[0]`, PIN);
  await press(say('desk.hand.now'));
  await press(say('kiosk.nav.begin'));
  await press(say('kiosk.consent.yes'));
  await page.until(`document.querySelector('.points')`);
  await go();
  for (let place = 0; place < 3; place++) {
    await tap('.practice');
    await page.until(`document.querySelectorAll('.practice .slots [data-position]').length > ${place}`);
  }
  await go();
  await click(`document.querySelector('.check .btn.primary')`);
  await page.until(`!document.querySelector('.practice')`);
  await go();
  await page.until(`document.querySelector('.rank .stem')`);

  for (let set = 0; set < 20; set++) {
    for (let place = 0; place < 3; place++) {
      await tap('.rank');
      await page.until(`document.querySelectorAll('.rank .slots [data-position]').length > ${place}`);
    }
    await page.until(`document.body.innerText.includes(${JSON.stringify(say('kiosk.save.saved'))})`);
    const stem = await page.evaluate(`document.querySelector('.stem').textContent`);
    await press(say('kiosk.nav.next'));
    await page.until(`document.querySelector('.stem')?.textContent !== ${JSON.stringify(stem)}`);
    if (await page.evaluate(`document.querySelector('.pause') !== null`)) {
      await go();
      await page.until(`!document.querySelector('.pause')`);
      await go();
      await page.until(`document.querySelector('.rank .stem')`);
    }
  }

  await press(say('kiosk.review.finish'));
  await press(say('kiosk.finish.yes'));
  await page.until(`document.querySelector('.last .call')`, 30);
  await press(say('kiosk.counsellor.open'));
  await fill(`document.querySelector('dialog[open] input[type=password]')`, PIN);
  await press(say('kiosk.counsellor.unlock'));
  await page.until(`document.querySelector('dialog[open] .choices')`, 30);
  await press(say('kiosk.act.finish'));
  await unlockInWindow(desktop, page, id);
  await page.until(`document.querySelector('main.result h1')`);
  await press(say('desk.result.report'));
  await press(say('desk.report.save'));

  const file = join(desktop.folder, 'report.pdf');
  const dialog = await desktop.dialog(id);
  await desktop.press(dialog, 'ctrl+a');
  await desktop.type(file);
  await desktop.press(dialog, 'Return');
  await page.until(`document.body.innerText.includes(${JSON.stringify(file)})`);
  assert.equal((await readFile(file)).subarray(0, 5).toString(), '%PDF-');
  assert.doesNotMatch(program.log, /panic|window:|Ayu/);
  // From the first page to the PDF nobody was called: no other machine.
  // The build for tests has an inspector, whose halves call each other on this machine.
  const spoken = watched ? await program.spoken() : [];
  assert.deepEqual(spoken.filter((line) => !line.includes('sin_addr=inet_addr("127.0.0.1")')), []);
});

test('a connection is noticed, also one that fails', async (t) => {
  if (!(await tracing())) return t.skip('programs may not be watched here');
  const desktop = await startDesktop(t);
  // An address that belongs to nobody: RFC 5737, section 3.
  const caller = desktop.traced(process.execPath, ['-e', `require('net').connect(9, '192.0.2.1').on('error', () => {}).setTimeout(500, function () { this.destroy(); })`]);
  await desktop.ended(caller);
  // The tracer writes on when the program has ended.
  await eventually(async () => assert.equal((await caller.spoken()).length, 1));
});
