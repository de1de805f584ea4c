// A whole session in the real window: WebKit instead of the browser of the
// other tests, real clicks and keys, the system's own save dialog.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../lib/app.mjs';
import { inspect } from '../lib/inspector.mjs';
import { startDesktop } from '../lib/window.mjs';
import { words } from '../lib/words.mjs';

const say = words('en');

test('a session from the first page to the PDF', async (t) => {
  const desktop = await startDesktop(t, { width: 1280, height: 900 });
  const port = await freePort();
  const program = desktop.start('kitewise-inspector', ['--data', join(desktop.folder, 'data')], {
    WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}`,
  });
  const id = await desktop.window();
  await desktop.painted(id);
  const page = await inspect(`127.0.0.1:${port}`);
  t.after(() => page.close());

  /** Clicks the middle of the first element that the expression finds, once it is there and still. */
  async function click(finder) {
    const at = `(() => {
      const el = ${finder};
      if (!el) return '';
      el.scrollIntoView({ block: 'center' });
      const r = el.getBoundingClientRect();
      return r.width ? [r.x + r.width / 2, r.y + r.height / 2].join() : '';
    })()`;
    let place = await page.until(at);
    for (let before = ''; before !== place; ) {
      before = place;
      await new Promise((done) => setTimeout(done, 30));
      place = await page.until(at);
    }
    await desktop.click(id, ...place.split(',').map(Number));
  }
  const press = (text) => click(`[...document.querySelectorAll('button')].find((b) => b.innerText.trim().startsWith(${JSON.stringify(text)}) && b.checkVisibility())`);

  await press(say('desk.new.title'));
  await click(`document.querySelector('form input:not([type=radio])')`);
  await desktop.type('Ayu');
  await press(say('desk.new.next'));
  await page.until(`document.querySelector('.cards input:checked')`);
  await press(say('desk.new.next'));
  await click(`document.querySelector('button[type=submit]')`);
  await press(say('desk.hand.now'));
  await press(say('kiosk.nav.begin'));
  await press(say('kiosk.nav.next'));

  for (let set = 0; set < 20; set++) {
    for (let place = 0; place < 3; place++) {
      await click(`document.querySelector('.rank .tray [data-position] button.ending')`);
      await page.until(`document.querySelectorAll('.rank .slots [data-position]').length > ${place}`);
    }
    await page.until(`document.body.innerText.includes(${JSON.stringify(say('kiosk.save.saved'))})`);
    const stem = await page.evaluate(`document.querySelector('.stem').textContent`);
    await press(say('kiosk.nav.next'));
    await page.until(`document.querySelector('.stem')?.textContent !== ${JSON.stringify(stem)}`);
    if (await page.evaluate(`!document.querySelector('.stem') && !document.querySelector('.review')`)) await press(say('kiosk.nav.next'));
  }

  await press(say('kiosk.review.finish'));
  await press(say('kiosk.finish.yes'));
  await press(say('kiosk.counsellor.open'));
  await press(say('kiosk.counsellor.leave.done'));
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
});
