// The main job from end to end: a participant is entered, answers every set,
// is killed in the middle, finishes; the counsellor sees and saves the result.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { participant } from './lib/kiosk.mjs';
import { welcomedBack } from './lib/participant.mjs';

const orders = [
  [0, 1, 2, 3],
  [2, 0, 3, 1],
  [3, 2, 1, 0],
  [1, 3, 0, 2],
];
const orderOf = (n) => orders[n % orders.length];

for (const { lang, language } of [
  { lang: 'en', language: 'English' },
  { lang: 'id', language: 'Bahasa Indonesia' },
]) {
  test(`a session in ${language}, with a kill in the middle`, async (t) => {
    const app = await startApp(t);
    const desk = counsellor(app);
    const kiosk = participant(app, lang);

    await desk.list();
    await desk.newSession({ name: 'Dewi Lestari', age: '21', language });
    await desk.handOver();
    await kiosk.begin();
    for (let n = 0; n < 4; n++) {
      await kiosk.rank(orderOf(n));
      await kiosk.next();
    }
    const stem = await kiosk.stem().textContent();
    const endings = await kiosk.endings();

    await app.restart({ signal: 'SIGKILL' });
    await welcomedBack(app.page);
    await kiosk.stem().waitFor();
    assert.equal(await kiosk.stem().textContent(), stem, 'the same set');
    assert.deepEqual(await kiosk.endings(), endings, 'in the same order');
    await assertDeskIsShut(app);

    assert.equal(await kiosk.answerAll(orderOf, { from: 4 }), 20);
    await kiosk.finish();
    await assertDeskIsShut(app);

    // The way back in the language of the session, the desk in its own.
    await counsellor(app, lang).comeBack({ done: true });
    await app.page.locator('main.result h1').waitFor();
    await desk.saveReport();
    const pdf = await readFile(app.savePath);
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    assert.ok(pdf.length > 20_000, `${pdf.length} bytes`);
    assert.doesNotMatch(app.log, /Dewi|Lestari/);
    app.assertQuiet();
  });
}

/** While a participant sits there, Go answers nothing that belongs to the desk. */
async function assertDeskIsShut(app) {
  const answer = await app.page.evaluate(() =>
    window.go.desk.Desk.People({ query: '', after: '' }).then(
      () => 'open',
      (error) => JSON.parse(error.message ?? error).code,
    ),
  );
  assert.equal(answer, 'locked');
}
