// The program starts, shows its world, and shows it again after a kill.
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';

test('an empty workspace opens at the desk, and again after a kill', async (t) => {
  const app = await startApp(t);
  await app.page.locator('main, nav, header').first().waitFor();
  const status = () => app.page.evaluate(() => window.go.kiosk.Kiosk.Status());
  assert.equal((await status()).mode, 'desk');
  assert.equal((await stat(app.dataDir)).mode & 0o777, 0o700);
  await app.restart({ signal: 'SIGKILL' });
  assert.equal((await status()).mode, 'desk');
  app.assertQuiet();
});
