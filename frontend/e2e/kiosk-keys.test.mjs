// Nothing that hands can press breaks the participant's page or leads out of it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { startApp } from './lib/app.mjs';
import { shortcuts, watch } from './lib/escapes.mjs';
import { complete, tabTo } from './lib/hands.mjs';
import { eventually } from './lib/eventually.mjs';
import { assertShown, atSet, begin, handOver, shown, ways } from './lib/participant.mjs';
import { agree, toItem } from './lib/tour.mjs';

const run = promisify(execFile);

test(`${shortcuts.length} shortcuts: nothing breaks and nothing escapes`, async (t) => {
  assert.ok(shortcuts.length >= 30);
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const { page } = app;
  await handOver(app);
  await begin(page);
  await ways.tap(page, [2]);
  const { escapes } = await watch(page, join(dirname(app.savePath), 'outside.html'));
  const found = {};
  for (const shortcut of shortcuts) {
    // Where a key has a function on an ending, it is tried where it has none.
    await page.locator('.foot .go').focus();
    const out = await escapes(shortcut);
    if (out.length > 0) found[shortcut.name] = out;
  }
  assert.deepEqual(found, {});
  await atSet(page, 1);
  await assertShown(page, [2, null, null, null], 'what was placed stands');
  await ways.tap(page, [0, 1]);
  await page.locator('.saved[data-state="saved"]').waitFor();
  app.assertQuiet();
});

test('the watch notices what gets out', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const { page } = app;
  await handOver(app);
  await begin(page);
  const { escapes } = await watch(page, join(dirname(app.savePath), 'outside.html'));
  // Without the guard: what is refused now is refused by nobody.
  await page.evaluate(() => {
    for (const type of ['keydown', 'contextmenu', 'auxclick', 'mousedown', 'dragover', 'drop', 'selectstart']) {
      window.addEventListener(type, (ev) => ev.stopImmediatePropagation(), true);
    }
    document.querySelector('.kiosk').style.userSelect = 'text';
  });
  const named = (name) => shortcuts.find((shortcut) => shortcut.name === name);
  for (const name of ['Control+p', 'F5', 'Control+Shift+I', 'the right button', 'the back button of a mouse']) {
    assert.match((await escapes(named(name))).join(), /not refused/, name);
  }
  assert.match((await escapes(named('letters marked by dragging over them'))).join(), /marked: /);
  const planted = [
    [() => page.evaluate(() => window.open('about:blank')), /another window opened/],
    [() => page.evaluate(() => window.print()), /something was printed/],
    [() => page.evaluate(() => document.querySelector('.stem').append('!')), /the screen changed/],
    [() => page.reload(), /loaded anew/],
  ];
  for (const [run, wanted] of planted) assert.match((await escapes({ run, harmless: true })).join(), wanted);
  await page.evaluate(() => window.addEventListener('dragover', (ev) => ev.stopImmediatePropagation(), true));
  await page.evaluate(() => window.addEventListener('drop', (ev) => ev.stopImmediatePropagation(), true));
  const left = page.waitForURL(/^file:/, { timeout: 3000 }).then(() => true, () => false);
  await escapes(named('a file dropped on the page')).catch(() => undefined);
  t.diagnostic(`a dropped file ${(await left) || page.context().pages().length > 2 ? 'opens' : 'does not open'} without the guard`);
});

const undoable = {
  'a ranking': { instrument: 'learning-cycle', into: begin, act: (page) => ways.tap(page, [1]), standing: shown },
  'a choice': {
    item: 'i3',
    act: (page) => page.locator('.option').nth(1).click(),
    standing: (page) => page.locator('.option input').evaluateAll((all) => all.map((e) => e.checked)),
  },
  'a card sort': {
    item: 'i10',
    act: async (page) => {
      await page.locator('.pile .card').first().click();
      await page.locator('.head-of').first().click();
    },
    standing: (page) => page.locator('.pile .card').count(),
  },
};

for (const [name, { item, instrument = 'every-control', into = agree, act, standing }] of Object.entries(undoable)) {
  test(`undo belongs to what has the keys: not to ${name} under the PIN or beside the list of languages`, async (t) => {
    const app = await startApp(t, { instruments: ['every-control'] });
    const { page } = app;
    const undo = () => page.keyboard.press('Control+z');
    await handOver(app, { instrument });
    await into(page);
    if (item) await toItem(page, item);
    const before = await standing(page);
    await act(page);
    const given = await eventually(async () => {
      const now = await standing(page);
      assert.notDeepEqual(now, before);
      return now;
    });
    const languages = page.locator('.lang select');
    await languages.focus();
    await undo();
    await languages.click();
    await undo();
    await page.keyboard.press('Escape');
    assert.deepEqual(await standing(page), given, 'beside the list of languages');
    await page.getByRole('button', { name: 'For the counsellor' }).click();
    await page.locator('dialog[open] input').waitFor();
    await undo();
    for (const button of ['Open', 'Close']) {
      await page.getByRole('button', { name: button, exact: true }).focus();
      await undo();
    }
    assert.deepEqual(await standing(page), given, 'under the PIN');
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    // The control: where the set has the keys it is undone.
    await page.locator('.foot .go').focus();
    await undo();
    await eventually(async () => assert.deepEqual(await standing(page), before));
    app.assertQuiet();
  });
}

test('item text goes neither to the clipboard nor to paper; own words can be edited', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 }, instruments: ['every-control'], context: { permissions: ['clipboard-read', 'clipboard-write'] } });
  const { page } = app;
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await handOver(app, { instrument: 'every-control' });
  await agree(page);
  await toItem(page, 'i9');
  await page.evaluate(() => navigator.clipboard.writeText('before'));
  await page.locator('.foot .go').focus();
  await page.locator('.stem').click({ clickCount: 3 });
  await page.evaluate(() => getSelection().selectAllChildren(document.querySelector('.kiosk')));
  for (const chord of ['Control+c', 'Control+Insert', 'Control+x']) await page.keyboard.press(chord);
  assert.equal(await clipboard(), 'before');

  const field = page.locator('.entry');
  await field.fill('a lift to the station');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await eventually(async () => assert.equal(await clipboard(), 'a lift to the station', 'own words'));
  await page.keyboard.press('End');
  await page.keyboard.press('Control+v');
  await page.keyboard.press('Control+z');
  await eventually(async () => assert.equal(await field.inputValue(), 'a lift to the station'));
  await page.keyboard.press('Control+Backspace');
  await eventually(async () => assert.equal(await field.inputValue(), 'a lift to the '));

  const paper = join(dirname(app.savePath), 'paper.pdf');
  const printed = async () => {
    await writeFile(paper, await page.pdf());
    return (await run('pdftotext', [paper, '-'])).stdout.trim();
  };
  assert.equal(await printed(), '');
  // The control: the same page without the rule is printed with its question.
  await page.addStyleTag({ content: '@media print { body { display: block !important } }' });
  assert.match(await printed(), /What would make\s+your ways better/);
});

/** Gives the way to do something and see that it brought one screen at most. */
async function counting(page) {
  await page.evaluate(() => {
    window.screens = 0;
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element && node.matches('.main')) window.screens += 1;
    }).observe(document.querySelector('.kiosk'), { childList: true });
  });
  return async (act, where) => {
    await page.evaluate(() => (window.screens = 0));
    await act();
    await page.waitForTimeout(60);
    const screens = await page.evaluate(() => window.screens);
    assert.ok(screens <= 1, `${screens} screens at once from “${where}”`);
  };
}

test('the count of screens notices a press that goes through', async (t) => {
  const app = await startApp(t);
  await handOver(app);
  const once = await counting(app.page);
  const twoPresses = async () => {
    await app.page.locator('.foot .go').click();
    await app.page.locator('.told').waitFor();
    await app.page.locator('.foot .go').click();
    await app.page.locator('.points').waitFor();
  };
  await assert.rejects(once(twoPresses, 'the welcome'), /2 screens at once/);
});

for (const instrument of process.env.KITEWISE_MATRIX === 'all' ? ['every-control', 'learning-cycle'] : ['every-control']) {
  test(`Enter held down, and double clicks, on every screen of ${instrument}`, async (t) => {
    for (const by of ['keys', 'tap']) {
      const app = await startApp(t, { instruments: ['every-control'] });
      const { page } = app;
      await handOver(app, { instrument });
      const once = await counting(page);
      const held = async () => {
        await tabTo(page, page.locator('.foot .go'));
        for (let i = 0; i < 6; i++) await page.keyboard.down('Enter');
        await page.waitForTimeout(40);
        for (let i = 0; i < 6; i++) await page.keyboard.down('Enter');
        await page.keyboard.up('Enter');
      };
      const double = async () => {
        const box = await page.locator('.foot .go').boundingBox();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        await page.mouse.click(x, y);
        await page.waitForTimeout(60);
        await page.mouse.down({ clickCount: 2 });
        await page.mouse.up({ clickCount: 2 });
      };
      const where = () => page.locator('.kiosk .head').innerText();
      const { seen } = await complete(page, by, { go: async () => once(by === 'keys' ? held : double, await where()) });
      assert.ok(seen.filter((kind) => kind === 'item').length >= 10, 'no item was passed over');
      app.assertQuiet();
      await app.stop();
    }
  });
}
