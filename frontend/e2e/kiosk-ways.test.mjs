// The whole inventory, once by each way of answering alone, against the real
// program: from the welcome to "please call the counsellor".
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { answer, assertStored, atSet, begin, finish, handOver, orderOf, pressByKeys, shown, ways } from './lib/participant.mjs';

for (const way of ['tap', 'buttons', 'drag']) {
  test(`the whole inventory by ${way}`, async (t) => {
    const app = await startApp(t);
    await handOver(app);
    await begin(app.page);
    await answer(app.page, way);
    await app.page.locator('.setlist').waitFor();
    await assertStored(app.page);
    await finish(app.page);
    assert.equal(await app.page.locator('.last .call').textContent(), 'Please call the counsellor.');
    app.assertQuiet();
  });
}

test('the whole inventory by keys alone', async (t) => {
  const app = await startApp(t);
  const { page } = app;
  await handOver(app, { language: 'id' });
  await pressByKeys(page, 'Mulai');
  await pressByKeys(page, 'Lanjut');
  for (let number = 1; number <= 20; number++) {
    if (number === 13) await pressByKeys(page, 'Lanjut');
    await atSet(page, number);
    await ways.keys(page, orderOf(number));
    assert.deepEqual(await shown(page), orderOf(number), `set ${number}`);
    await page.waitForTimeout(420);
    await page.keyboard.press('Enter');
  }
  await page.locator('.setlist').waitFor();
  await assertStored(page);
  await pressByKeys(page, 'Selesai');
  await pressByKeys(page, 'Ya, serahkan');
  await page.locator('.last .call').waitFor();
  app.assertQuiet();
});
