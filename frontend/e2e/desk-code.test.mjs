// A new recovery code at the desk: the old one holds until a group of the new one
// was typed from the paper. In both languages; KITEWISE_PICTURES=DIR keeps pictures.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { assertAccessible, assertReadable } from './lib/look.mjs';
import { PASSPHRASE } from './lib/porter.mjs';

for (const [lang, theme] of [['en', 'light'], ['id', 'dark']]) {
  test(`a new recovery code holds once it was confirmed, ${lang}, ${theme}`, async (t) => {
    const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
    const { page } = app;
    await page.evaluate(([l, th]) => window.go.desk.Desk.SaveSettings({ language: l, theme: th, paper: 'A4' }), [lang, theme]);
    await page.reload();
    const desk = counsellor(app, lang);
    await desk.list();
    const keys = () => readFile(join(app.dataDir, 'key.json'), 'utf8');
    const before = await keys();
    const dialog = page.locator('dialog[open]');
    const press = (key) => dialog.getByRole('button', { name: desk.say(key), exact: true }).click();
    async function look(name) {
      if (process.env.KITEWISE_PICTURES) await page.screenshot({ path: join(process.env.KITEWISE_PICTURES, `code-${name}-${lang}-${theme}.png`) });
      await assertAccessible(page, `${name} ${lang}`);
      await assertReadable(page, `${name} ${lang}`);
    }
    async function make() {
      await desk.button('desk.security.code').click();
      await dialog.locator('input[type="password"]').fill(PASSPHRASE);
      await look('passphrase');
      await press('desk.security.code.now');
      await dialog.getByRole('button', { name: desk.say('desk.security.code.written'), exact: true }).waitFor();
      await look('code');
    }

    await desk.button('desk.nav.settings').click();
    await desk.button('desk.security.title').click();
    await make();
    await page.keyboard.press('Escape');
    await page.getByText(desk.say('desk.security.code.old')).waitFor();
    assert.equal(await keys(), before, 'a code that nobody confirmed changed the keys');

    await make();
    const groups = await dialog.locator('.code b').allTextContents();
    await press('desk.security.code.written');
    const field = dialog.getByRole('textbox');
    await field.fill('0000');
    await page.keyboard.press('Enter');
    await dialog.getByText(desk.say('porter.fault.wrong_group')).waitFor();
    await look('wrong');
    assert.equal(await keys(), before, 'a wrong group changed the keys');
    const asked = Number((await dialog.locator('label').innerText()).match(/\d+/)[0]);
    await field.fill(groups[asked - 1]);
    await press('desk.security.code.keep');
    await page.getByText(desk.say('desk.security.code.made')).waitFor();
    assert.notEqual(await keys(), before, 'the keys are as they were');
    app.assertQuiet();
  });
}
