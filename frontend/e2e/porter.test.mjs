// The first run, the locked desk, and the recovery: as a counsellor goes
// through them, and what the files hold afterwards.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { leave } from './lib/pin.mjs';
import { PASSPHRASE, PIN, unlockDesk } from './lib/porter.mjs';
import { words } from './lib/words.mjs';

const field = (app, name) => app.page.locator(`.porter [data-field="${name}"]`);
const goOn = (app) => app.page.locator('.porter button[type="submit"]').click();
const heading = (app, text) => app.page.getByRole('heading', { level: 1, name: text }).waitFor();

/** Goes through the five steps; gives the groups of the recovery code. */
async function firstRun(app, say, name = 'Ruang Konseling') {
  await heading(app, say('porter.first.desk.title'));
  await field(app, 'name').fill(name);
  await goOn(app);
  await field(app, 'passphrase').fill(PASSPHRASE);
  await field(app, 'repeated').fill(PASSPHRASE);
  await app.page.getByText(say('porter.strength.3')).waitFor();
  await goOn(app);
  await heading(app, say('porter.first.kit.title'));
  await app.page.locator('.code b').nth(8).waitFor();
  const groups = await app.page.locator('.code b').allTextContents();
  await goOn(app);
  await heading(app, say('porter.first.check.title'));
  const label = await app.page.locator('.porter label').first().textContent();
  await field(app, 'group').fill(groups[Number(/\d/.exec(label)[0]) - 1].toLowerCase());
  await goOn(app);
  await field(app, 'pin').fill(PIN);
  await field(app, 'pinAgain').fill(PIN);
  await goOn(app);
  await app.page.locator('.desk').waitFor();
  return groups;
}

test('from nothing to the first session, locked and recovered', async (t) => {
  const app = await startApp(t, { fresh: true });
  const say = words('en');
  const desk = counsellor(app);
  const groups = await firstRun(app, say);
  assert.equal(groups.length, 9);
  await desk.list();
  await desk.newSession({ name: 'Dewi Zzmarker', language: 'English' });
  await desk.handOver();

  await t.test('a kill comes back to the participant, and the way back needs the passphrase', async () => {
    await app.restart({ signal: 'SIGKILL' });
    await app.page.locator('.kiosk').waitFor();
    assert.equal(await app.page.getByText('Zzmarker').count(), 0, 'a name outlived the keys');
    await leave(app.page, 'pause');
    await desk.list();
    await app.page.getByText('Dewi Zzmarker').first().waitFor();
  });

  await t.test('Ctrl+L locks at once; a wrong passphrase waits', async () => {
    await app.page.keyboard.press('Control+l');
    await heading(app, say('porter.unlock.title'));
    assert.equal(await app.page.getByText('Zzmarker').count(), 0);
    await field(app, 'passphrase').fill('not the passphrase');
    await goOn(app);
    await app.page.getByText(say('error.wrong_passphrase', { Wait: '1' })).or(app.page.getByText(say('porter.unlock.again'))).waitFor();
    await app.page.getByRole('button', { name: say('porter.unlock.now'), exact: true }).waitFor();
    await unlockDesk(app.page);
    await app.page.getByText('Dewi Zzmarker').first().waitFor();
  });

  await t.test('the recovery code opens and sets a new passphrase', async () => {
    await app.page.getByRole('button', { name: new RegExp(say('desk.nav.lock')) }).click();
    await app.page.getByRole('button', { name: say('porter.unlock.forgot') }).click();
    await field(app, 'code').fill(groups.join(' ').replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')));
    await field(app, 'passphrase').fill('another long passphrase');
    await field(app, 'repeated').fill('another long passphrase');
    await goOn(app);
    await app.page.getByText(say('porter.code.bad_check')).waitFor();
    await field(app, 'code').fill(groups.join(' ').toLowerCase());
    await goOn(app);
    await desk.list();
    await app.page.keyboard.press('Control+l');
    await unlockDesk(app.page, 'another long passphrase');
  });

  await t.test('no file of the workspace holds the name', async () => {
    let looked = 0;
    for (const entry of await readdir(app.dataDir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      looked++;
      assert.doesNotMatch((await readFile(join(entry.parentPath, entry.name))).toString('latin1'), /zzmarker/i, entry.name);
    }
    assert.ok(looked >= 3, `${looked} files`);
    assert.doesNotMatch(app.log, /zzmarker/i);
  });
  app.assertQuiet();
});

test('the desk locks by itself when nobody is there, in Indonesian', async (t) => {
  const app = await startApp(t, { fresh: true });
  await app.page.locator('.porter select').selectOption('id');
  const say = words('id');
  await firstRun(app, say, '');
  await counsellor(app, 'id').list();
  // The page is asked every second; here the door is told that nobody came.
  await app.page.evaluate(() => window.go.porter.Porter.Lock());
  await heading(app, say('porter.unlock.title'));
  await unlockDesk(app.page);
  await counsellor(app, 'id').list();
  app.assertQuiet();
});

test('what is wrong in the first run is said beside the field', async (t) => {
  const app = await startApp(t, { fresh: true });
  const say = words('en');
  await goOn(app);
  await field(app, 'passphrase').fill('password');
  await goOn(app);
  await app.page.getByText(say('porter.fault.too_short')).waitFor();
  await field(app, 'passphrase').fill('password12345');
  await app.page.getByText(say('porter.strength.0')).waitFor();
  await field(app, 'repeated').fill('password1234');
  await goOn(app);
  await app.page.getByText(say('porter.fault.different')).waitFor();
  await field(app, 'repeated').fill('password12345');
  await goOn(app);
  await heading(app, say('porter.first.kit.title'));
  await goOn(app);
  await field(app, 'group').fill('ZZZZ');
  await goOn(app);
  await app.page.getByText(say('porter.fault.wrong_group')).waitFor();
  await app.restart({ signal: 'SIGKILL' });
  await heading(app, say('porter.first.desk.title')); // nothing was made
  app.assertQuiet();
});
