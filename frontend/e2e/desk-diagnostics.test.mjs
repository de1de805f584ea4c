// The counsellor looks how the program runs: figures are there, they can be
// forgotten, and the support file names nobody.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { eventually } from './lib/eventually.mjs';

for (const lang of ['en', 'id']) {
  test(`diagnostics in ${lang}`, async (t) => {
    const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
    await app.page.evaluate((language) => window.go.desk.Desk.SaveSettings({ language, theme: 'light', paper: 'A4' }), lang);
    await app.page.evaluate(() => window.go.desk.Desk.SaveParticipant({ id: '', code: '', name: 'Ketut Widiana', respondent: {} }));
    await app.page.reload();
    const desk = counsellor(app, lang);
    await desk.list();
    await desk.button('desk.nav.settings').click();
    await desk.button('desk.diag.title').click();
    const row = app.page.getByRole('row', { name: 'Desk.SaveParticipant' });
    await eventually(async () => assert.equal(await row.getByRole('cell').nth(2).innerText(), '1'));
    assert.equal(await row.getByRole('cell').nth(3).innerText(), '0');
    await app.page.getByText(desk.say('desk.diag.fine')).waitFor();
    assert.ok(await app.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');

    await desk.button('desk.check.begin').press('Enter');
    await app.page.getByText(desk.say('desk.check.none')).waitFor();
    await desk.button('desk.check.again').waitFor();

    await desk.button('desk.diag.support').click();
    await app.page.getByText(app.savePath).waitFor();
    const support = await readFile(app.savePath, 'utf8');
    assert.ok(JSON.parse(support).figures.length > 0);
    assert.ok(!support.includes('Ketut') && !support.includes('R-0001'));

    await desk.button('desk.diag.reset').click();
    await app.page.getByText(desk.say('desk.diag.reset.done')).waitFor();
    await row.waitFor({ state: 'detached' });
  });
}
