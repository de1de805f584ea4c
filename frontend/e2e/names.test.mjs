// Names as people have them: long, and in one piece.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { unreadable } from './lib/look.mjs';
import { agree, fillAll, jump } from './lib/tour.mjs';
import { finish, handOver } from './lib/participant.mjs';
import { leave } from './lib/pin.mjs';
import { words } from './lib/words.mjs';

const say = words('en');
const long = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafewarenwohlgepflege';

/** Nothing of the page runs out of its place, in the smallest window and at 200 %. */
async function assertFits(page, where) {
  for (const viewport of [{ width: 1024, height: 640 }, { width: 512, height: 320 }]) {
    await page.setViewportSize(viewport);
    const found = await page.evaluate(unreadable);
    const wide = await page.evaluate(() => {
      const top = document.querySelector('dialog[open]') ?? document.documentElement;
      return top.scrollWidth - top.clientWidth;
    });
    assert.deepEqual([found.filter((f) => /beyond|out of|cut off/.test(f)), wide > 0], [[], false], `${where}, ${viewport.width}`);
  }
  await page.setViewportSize({ width: 1024, height: 640 });
}

test('a long name in one piece stays inside every page', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const { page } = app;
  const press = (key, params) => page.getByRole('button', { name: say(key, params) }).first().click();
  const shut = async () => {
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  };
  await handOver(app, { name: long });
  await assertFits(page, 'welcome');
  await agree(page);
  await fillAll(page);
  await jump(page, '*review');
  await finish(page);
  await assertFits(page, 'end');
  await leave(page, 'finish');
  await page.locator('main.result h1').waitFor();
  await assertFits(page, 'result');
  await page.keyboard.press('Escape');
  await page.locator('button[data-main]').waitFor();
  await assertFits(page, 'list');
  await press('desk.people.edit.of', { Name: long });
  await page.locator('#rights').waitFor();
  await assertFits(page, 'person');
  for (const [name, button] of [['export', 'desk.export.button'], ['erase', 'desk.erase.button'], ['anonymise', 'desk.anonymise.button']]) {
    await press(button);
    await page.locator('dialog[open] .field').first().waitFor();
    await assertFits(page, name);
    await shut();
  }
  await page.locator('button', { hasText: say('desk.withdraw.button') }).first().click();
  await page.locator('dialog[open]').waitFor();
  await assertFits(page, 'withdraw');
  await shut();
  await page.evaluate(async () => {
    const desk = window.go.desk.Desk;
    const { rows } = await desk.People({ query: '', after: '' });
    await desk.Prepare({ participantId: rows[0].participant.id, instrumentId: 'learning-cycle', language: 'en' });
  });
  await page.reload();
  await press('desk.session.discard.of', { Name: long });
  await page.locator('dialog[open]').waitFor();
  await assertFits(page, 'discard');
  await shut();
  await press('desk.session.handover.of', { Name: long });
  await page.locator('.hand input[type="password"]').first().waitFor();
  await assertFits(page, 'hand over');
  await page.keyboard.press('Escape');
  await page.locator('input[type="search"]').fill(long);
  await page.locator('mark').first().waitFor();
  await assertFits(page, 'found');
  await page.locator('input[type="search"]').fill(`${long}${long}`);
  await page.locator('.empty').waitFor();
  await assertFits(page, 'not found');
  app.assertQuiet();
});
