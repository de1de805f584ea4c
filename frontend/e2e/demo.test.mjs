// Demonstration data, from the first run to its removal; and the first run, the
// locked desk and the security settings looked at on the way.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { eventually } from './lib/eventually.mjs';
import { PASSPHRASE, PIN, unlockDesk } from './lib/porter.mjs';
import { words } from './lib/words.mjs';

for (const [language, size, scheme] of [['en', { width: 1024, height: 640 }, 'light'], ['id', { width: 1440, height: 900 }, 'dark']]) {
  test(`demonstration data (${language})`, async (t) => {
    const say = words(language);
    const app = await startApp(t, { fresh: true, viewport: size, context: { colorScheme: scheme } });
    const { page } = app;
    const field = (name) => page.locator(`.porter [data-field="${name}"]`);
    const goOn = () => page.locator('.porter button[type="submit"]').click();
    const button = (key) => page.getByRole('button', { name: say(key), exact: true });
    const picture = async (name) => process.env.KITEWISE_SHOTS && page.screenshot({ path: join(process.env.KITEWISE_SHOTS, `${name}-${language}.png`) });
    const marks = () => page.locator('.desk .demonstration');

    await page.locator('.porter select').selectOption(language);
    await picture('first-1');
    await goOn();
    await field('passphrase').fill(PASSPHRASE);
    await field('repeated').fill(PASSPHRASE);
    await picture('first-2');
    await goOn();
    await page.locator('.code b').first().waitFor();
    await picture('first-3');
    const groups = await page.locator('.code b').allTextContents();
    await goOn();
    await field('group').waitFor();
    await picture('first-4');
    const asked = await page.locator('.porter label').first().textContent();
    await field('group').fill(groups[Number(/\d/.exec(asked)[0]) - 1]);
    await goOn();
    await field('pin').fill(PIN);
    await field('pinAgain').fill(PIN);
    await field('demonstration').check();
    await picture('first-5');
    await goOn();
    await page.locator('.desk').waitFor();
    await page.getByText(say('demo.name.1')).first().waitFor();
    await eventually(async () => assert.equal(await marks().count(), 5));
    await picture('people');

    await page.locator('tbody', { hasText: say('demo.name.1') }).locator('button[data-main]').first().click();
    await page.getByText(say('report.demonstration')).first().waitFor();
    await picture('result');
    await page.evaluate(async (lang) => {
      const people = await window.go.desk.Desk.People({ query: 'DEMO-1', after: '' });
      await window.go.desk.Desk.SaveReport({ sessionId: people.rows[0].sessions[0].session.id, language: lang, earlierId: '', paper: 'A4' });
    }, language);
    assert.match((await readFile(app.savePath)).subarray(0, 5).toString(), /%PDF-/);
    if (process.env.KITEWISE_SHOTS) await (await import('node:fs/promises')).copyFile(app.savePath, join(process.env.KITEWISE_SHOTS, `demo-${language}.pdf`));

    await page.keyboard.press('Control+l');
    await page.locator('.porter').waitFor();
    await picture('locked');
    await button('porter.unlock.forgot').click();
    await field('code').waitFor();
    await picture('recover');
    await button('porter.back').click();
    await unlockDesk(page);

    await page.locator('nav').getByText(say('desk.nav.settings'), { exact: true }).click();
    await button('desk.security.title').click();
    await page.getByRole('heading', { name: say('desk.security.title') }).waitFor();
    await page.waitForTimeout(200);
    await picture('security');
    await button('desk.demo.title').click();
    await button('desk.demo.remove').click();
    await page.locator('dialog[open]').waitFor();
    await picture('demo-remove');
    await button('desk.demo.keep').click();
    await button('desk.demo.remove').click();
    await button('desk.demo.confirm').click();
    await page.getByText(say('desk.demo.none')).waitFor();
    await picture('demo-none');
    await button('desk.demo.add').click();
    await button('desk.demo.remove').waitFor();
    await button('desk.demo.remove').click();
    await button('desk.demo.confirm').click();
    await page.getByText(say('desk.demo.none')).waitFor();
    await page.locator('nav').getByText(say('desk.nav.people'), { exact: true }).click();
    await page.locator('h1').waitFor();
    assert.equal(await page.getByText(say('demo.name.1')).count(), 0);
    app.assertQuiet();
  });
}
