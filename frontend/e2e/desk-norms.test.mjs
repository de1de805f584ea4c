// A counsellor imports a norm file and reads a result with its group: the
// preview first, a refused file, the choice, the way back.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { participant } from './lib/kiosk.mjs';

/** A norm file of one group, whose percentiles rise from `low` to 90. */
function normFile(low) {
  const head = ['format: kitewise-norm/1', 'instrument: learning-cycle', 'norm: klsi4', 'version: local-1', 'scored_endings: 12', 'n: 120', 'year: 2026', 'source: own sessions', 'sample: first sessions'];
  const rows = ['CE', 'RO', 'AC', 'AE', 'ACCE', 'AERO'].flatMap((scale) => {
    const [least, most] = scale.length > 2 ? [-36, 36] : [12, 48];
    return [`COUNTRY:Indonesia,${scale},${least},${low}`, `COUNTRY:Indonesia,${scale},${most},90`];
  });
  return [...head.map((line) => `# ${line}`), 'norm_group,scale,raw_score,percentile', ...rows, ''].join('\n');
}

for (const lang of ['en', 'id']) {
  test(`a norm file, ${lang}`, async (t) => {
    const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
    const { page } = app;
    await page.evaluate((language) => window.go.desk.Desk.SaveSettings({ language, theme: 'light', paper: 'A4' }), lang);
    await page.reload();
    const desk = counsellor(app, lang);
    const kiosk = participant(app); // the session is in English
    await desk.list();
    await desk.button('desk.nav.norms').click();
    await page.getByRole('heading', { level: 1, name: desk.say('desk.norms.title') }).waitFor();

    await writeFile(app.openPath, normFile(120));
    await desk.button('desk.norms.import').click();
    await page.getByRole('dialog', { name: desk.say('desk.norms.refused.title') }).waitFor();
    await page.locator('dialog .faults li', { hasText: '120' }).first().waitFor();
    assert.ok((await page.locator('dialog .faults li').count()) >= 6);
    await desk.button('desk.common.close').click();

    await writeFile(app.openPath, normFile(10));
    await desk.button('desk.norms.import').click();
    await page.getByRole('dialog', { name: desk.say('desk.norms.preview.title') }).waitFor();
    assert.equal(await page.locator('dialog tbody tr').count(), 6);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/norm-preview-${lang}.png` });
    await desk.button('desk.norms.preview.take').click();
    await page.getByRole('cell', { name: 'COUNTRY:Indonesia' }).first().waitFor();
    await page.locator('details summary').first().click();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/norms-${lang}.png` });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');

    await desk.button('desk.nav.people').click();
    await desk.newSession({ name: 'Wayan', language: 'English' });
    await desk.handOver();
    await kiosk.begin();
    await kiosk.answerAll((n) => [n % 4, (n + 1) % 4, (n + 3) % 4, (n + 2) % 4]);
    await kiosk.finish();
    await counsellor(app).comeBack({ done: true });
    await page.locator('#norms').waitFor();
    await page.locator('#norms').getByRole('radio', { name: /Indonesia/ }).check();
    await page.locator('#norms .care').first().waitFor();
    await page.locator('#norms').scrollIntoViewIfNeeded();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/norm-choice-${lang}.png` });
    await page.locator('#norms').getByRole('radio').first().check();
    await page.locator('#norms .care').first().waitFor({ state: 'detached' });
  });
}
