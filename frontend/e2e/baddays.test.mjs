// Every bad day has its own message, loses nothing, and is made for real: the
// start screen, the running desk, the participant's view; in both languages.
// KITEWISE_PICTURES=DIR keeps a picture of every one.
import assert from 'node:assert/strict';
import { chmod, copyFile, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { fill, filling, full, imprint, mounting, onDisk, stoppable } from './lib/days.mjs';
import { counsellor } from './lib/desk.mjs';
import { eventually } from './lib/eventually.mjs';
import { assertAccessible, assertReadable } from './lib/look.mjs';
import { answer, begin, handOver, orderOf, ways } from './lib/participant.mjs';
import { leave, unlock } from './lib/pin.mjs';
import { unlockDesk } from './lib/porter.mjs';
import { onward } from './lib/tour.mjs';
import { words } from './lib/words.mjs';

const views = [
  { width: 1024, height: 640, colorScheme: 'light', lang: 'en' },
  { width: 1440, height: 900, colorScheme: 'dark', lang: 'id' },
  { width: 1024, height: 640, colorScheme: 'dark', lang: 'en' },
  { width: 1024, height: 640, colorScheme: 'light', lang: 'id' },
];

async function picture(page, name) {
  const dir = process.env.KITEWISE_PICTURES;
  if (!dir) return;
  const { width, height } = page.viewportSize();
  await page.screenshot({ path: join(dir, `day-${name}-${width}x${height}.png`) });
}

/** The days on which the data cannot be opened: what happens to them, how it is undone, and what is said. */
const starts = (app) => {
  const db = join(app.dataDir, 'kitewise.db');
  const edit = async (change) => {
    const bytes = await readFile(db);
    change(bytes);
    await writeFile(db, bytes);
  };
  const away = (name) => ({
    make: () => rename(join(app.dataDir, name), join(app.dataDir, '..', name)),
    mend: () => rename(join(app.dataDir, '..', name), join(app.dataDir, name)),
  });
  const modes = (paths) => ({
    by: stoppable,
    make: () => Promise.all(paths.map(([path, mode]) => chmod(path, mode))),
    mend: () => Promise.all(paths.map(([path]) => chmod(path, path === app.dataDir ? 0o700 : 0o600))),
  });
  return {
    'read_only': { day: 'read_only', ...modes([[db, 0o400]]) },
    'read_only-folder': { day: 'read_only', ...modes([[app.dataDir, 0o500]]) },
    'no_permission': { day: 'no_permission', ...modes([[db, 0]]) },
    'no_permission-folder': { day: 'no_permission', ...modes([[app.dataDir, 0]]) },
    'no_permission-keys': { day: 'no_permission', ...modes([[join(app.dataDir, 'key.json'), 0]]) },
    'newer_database': { day: 'newer_database', make: () => edit((bytes) => bytes.writeUInt32BE(9999, 60)) },
    'damaged': { day: 'damaged_database', backup: true, make: () => edit((bytes) => bytes.fill(0xaa, 8192, 12288)) },
    'cut': { day: 'damaged_database', backup: true, make: async () => truncate(db, (await readFile(db)).length - 100) },
    'empty': { day: 'damaged_database.empty', backup: true, make: () => truncate(db, 0) },
    'text': { day: 'damaged_database.not_a_database', backup: true, make: () => writeFile(db, 'a letter to somebody\n'.repeat(400)) },
    'not_ours': { day: 'damaged_database.not_ours', backup: true, make: () => edit((bytes) => bytes.writeUInt32BE(7, 68)) },
    'database_missing': { day: 'damaged_database.database_missing', backup: true, ...away('kitewise.db') },
    'log_without_database': {
      day: 'damaged_database.log_without_database', backup: true,
      make: async () => { await away('kitewise.db').make(); await writeFile(`${db}-wal`, 'answers'); },
      mend: async () => { await rm(`${db}-wal`); await away('kitewise.db').mend(); },
    },
    'keys_missing': { day: 'damaged_keys.missing', backup: true, ...away('key.json') },
    'keys_damaged': { day: 'damaged_keys', backup: true, make: () => writeFile(join(app.dataDir, 'key.json'), '{"version":1}'), keys: true },
    ...(mounting && { disk_full: { day: 'disk_full', by: onDisk(app.dataDir, 8, `rm -f "$DATA"/kitewise.db-*; ${full}`), make: async () => {} } }),
  };
};

/** Reads the start screen in both languages, sizes and colours. */
async function readStart(app, name, { day, backup = false }) {
  const { page } = app;
  for (const view of views) {
    const say = words(view.lang);
    await page.setViewportSize({ width: view.width, height: view.height });
    await page.emulateMedia({ colorScheme: view.colorScheme });
    await page.getByRole('button', { name: say(`language.${view.lang}`), exact: true }).click();
    await page.getByRole('heading', { level: 1, name: say(`start.day.${day}.title`), exact: true }).waitFor();
    const alert = page.getByRole('alert');
    await eventually(async () => assert.deepEqual(await alert.locator('p').allTextContents(), [say(`start.day.${day}.text`), say(`start.day.${day}.do`)]));
    await page.getByText(app.dataDir, { exact: true }).waitFor();
    await eventually(async () => assert.equal(await page.getByRole('button', { name: say('backup.restore.offer'), exact: true }).count(), backup ? 1 : 0));
    await picture(page, `${name}-${view.lang}-${view.colorScheme}`);
    await assertAccessible(page, `${name} ${view.lang}`);
    await assertReadable(page, `${name} ${view.lang}`);
  }
}

test('each day on which the data cannot be opened says what happened, touches nothing, and ends when it is mended', async (t) => {
  const app = await startApp(t);
  const db = join(app.dataDir, 'kitewise.db');
  const keys = join(app.dataDir, 'key.json');
  const kept = (path) => join(app.dataDir, '..', `kept-${path.split('/').at(-1)}`);
  let good = '';
  await app.restart({ between: async () => {
    for (const path of [db, keys]) await copyFile(path, kept(path));
  } });
  for (const [name, bad] of Object.entries(starts(app))) {
    await t.test(name, async () => {
      app.fresh = true;
      app.by = bad.by ?? [];
      await app.restart({ between: async () => {
        for (const path of [db, keys]) await copyFile(path, kept(path));
        await bad.make();
        good = bad.by ? '' : await imprint(app.dataDir);
      } });
      try {
        await readStart(app, name, bad);
        if (!bad.by) assert.equal(await imprint(app.dataDir), good, 'the folder was touched');
      } finally {
        await (bad.mend ?? (() => copyFile(kept(bad.keys ? keys : db), bad.keys ? keys : db)))();
      }
      if (name === 'disk_full') return;
      await app.page.getByRole('button', { name: words('id')('start.broken.retry'), exact: true }).click();
      await unlockDesk(app.page);
    });
  }
});

/** Puts the desk into a language and a look. */
async function dress(app, { width, height, lang, colorScheme }) {
  await app.page.setViewportSize({ width, height });
  await app.page.evaluate(([language, theme]) => window.go.desk.Desk.SaveSettings({ language, theme, paper: 'A4' }), [lang, colorScheme]);
  await app.page.reload();
  await counsellor(app, lang).list();
}

/** Looks at the page on screen as it is. */
async function look(page, name, view) {
  await picture(page, `${name}-${view.lang}-${view.colorScheme}`);
  await assertAccessible(page, `${name} ${view.lang}`);
  await assertReadable(page, `${name} ${view.lang}`);
}

/** Over what stands before a set after a return: the word of welcome, the instruction. */
async function toSet(page) {
  const stem = page.locator('.rank .stem');
  for (let presses = 0; presses < 4; presses++) {
    await page.locator('.kiosk .main').waitFor();
    if (await stem.isVisible()) return;
    await onward(page);
  }
  await stem.waitFor();
}

/** What is in the folder once nothing is written there any more: the log is folded when nobody writes for two seconds. */
async function atRest(app) {
  for (let tries = 0, before = ''; ; tries++) {
    const now = await imprint(app.dataDir);
    if (now === before) return now;
    assert.ok(tries < 20, 'something is written all the time');
    before = now;
    await app.page.waitForTimeout(3000);
  }
}

test('a second program waits for the first', async (t) => {
  const app = await startApp(t);
  const other = await startApp(t, { fresh: true });
  other.dataDir = app.dataDir;
  const before = await atRest(app);
  await other.restart();
  await readStart(other, 'in_use', { day: 'in_use' });
  assert.equal(await imprint(app.dataDir), before);
  await app.page.evaluate(() => window.go.desk.Desk.People({ query: '', after: '' })); // the first goes on
  process.kill(app.pid);
  while (await fetch(app.url).then(() => true, () => false)) await other.page.waitForTimeout(100);
  await other.page.getByRole('button', { name: words('id')('start.broken.retry'), exact: true }).click();
  await unlockDesk(other.page);
});

test('a file that is moved while it is open: nothing is called saved, and it goes on when the file is back', async (t) => {
  const app = await startApp(t);
  const db = join(app.dataDir, 'kitewise.db');
  const away = () => rename(db, `${db}.away`);
  const back = () => rename(`${db}.away`, db);
  for (const view of views.slice(0, 2)) {
    await dress(app, view);
    const desk = counsellor(app, view.lang);
    await away();
    await desk.newSession({ name: 'Made', language: view.lang === 'en' ? 'English' : 'Bahasa Indonesia', when: 'later' });
    await app.page.getByText(desk.say('error.moved_database')).waitFor();
    await look(app.page, 'moved-desk', view);
    await back();
    await app.page.locator('button[type="submit"]').click();
    await app.page.getByText(desk.say('desk.new.prepared', { Name: 'Made' })).waitFor();
  }
  for (const view of views.slice(0, 2)) {
    const say = words(view.lang);
    const { page } = app;
    await dress(app, view); // what stands there before the session can be read speaks as the desk
    await handOver(app, { name: 'Dewi', language: view.lang });
    await begin(page);
    await away();
    await ways.tap(page, orderOf(1));
    await page.getByText(say('kiosk.save.why.moved_database')).waitFor();
    await look(page, 'moved-participant', view);
    await unlock(page, { lang: view.lang }); // the PIN leads out, and says that nothing can be stored
    await page.getByText(say('kiosk.act.unsaved')).waitFor();
    await page.getByRole('button', { name: say('kiosk.act.pause'), exact: true }).click();
    await page.locator('dialog[open]').getByText(say('error.moved_database')).waitFor();
    await page.getByRole('button', { name: say('kiosk.act.quit'), exact: true }).waitFor();
    await look(page, 'moved-acts', view);
    await page.getByRole('button', { name: say('kiosk.act.resume'), exact: true }).click();
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.getByText(say('kiosk.save.why.moved_database')).waitFor();
    await page.reload();
    await page.getByText(say('error.moved_database')).waitFor();
    await look(page, 'moved-trouble', view);
    await back();
    await onward(page);
    await toSet(page);
    await ways.tap(page, orderOf(1));
    await page.getByText(say('kiosk.save.saved'), { exact: true }).first().waitFor();
    await leave(page, 'discard', { lang: view.lang });
    await app.page.locator('.desk').waitFor();
  }
});

test('a full disk: the desk says so and goes on, an answer is kept on screen, and all is well with room again', { skip: !filling && 'only the superuser reaches into the mounts of another program' }, async (t) => {
  const app = await startApp(t);
  const { say } = counsellor(app);
  await handOver(app, { name: 'Dewi', language: 'id' });
  await begin(app.page);
  await answer(app.page, 'tap', { to: 1 });
  await leave(app.page, 'pause', { lang: 'id' });
  await app.page.locator('.desk').waitFor();
  app.by = onDisk(app.dataDir, 100);
  await app.restart();

  for (const view of views) {
    await dress(app, view);
    const desk = counsellor(app, view.lang);
    await app.page.getByText(/^(Only|Hanya) \d+ MB/).waitFor();
    await look(app.page, 'low-list', view);
    await desk.newSession({ name: 'Made', language: view.lang === 'en' ? 'English' : 'Bahasa Indonesia', when: 'later' });
    await app.page.locator('[role="status"]').getByText(/200 MB/).waitFor();
    await look(app.page, 'low-new', view);
  }
  await app.page.evaluate(() => window.go.desk.Desk.BackUp());
  for (const view of views) {
    await dress(app, view);
    await app.page.getByText(words(view.lang)('backup.bad.disk_full')).waitFor();
    await look(app.page, 'full-backup', view);
  }
  await dress(app, views.at(-1));
  let empty = await fill(app);
  for (const view of views) {
    await dress(app, view); // which is a writing, since it changes something
    await app.page.getByText(counsellor(app, view.lang).say('diag.notice.reserve', { Value: '16' })).waitFor();
    await look(app.page, 'full-list', view);
  }
  await empty();
  await dress(app, views[0]);
  for (let tries = 0; await app.page.evaluate(async () => (await window.go.desk.Desk.Diagnostics()).facts.missing > 0); tries++) {
    assert.ok(tries < 300, 'the reserve is not made again');
    await app.page.waitForTimeout(100);
  }
  await app.page.reload();
  await app.page.getByText(/^Only \d+ MB/).waitFor();
  assert.equal(await app.page.getByText(say('diag.notice.reserve', { Value: '16' })).count(), 0, 'the message stayed');

  const { page } = app;
  const sayId = words('id');
  await page.locator('tbody', { hasText: 'Dewi' }).locator('button[data-main]').click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('form input').first().waitFor();
  await page.evaluate(async (pin) => {
    const { rows } = await window.go.desk.Desk.People({ query: 'Dewi', after: '' });
    await window.go.desk.Desk.HandOver({ sessionId: rows[0].sessions[0].session.id, pin });
  }, '2580');
  await page.reload();
  await page.locator('.kiosk .main').waitFor();
  await toSet(page);
  const pastBallast = async () => {
    await fill(app);
    await page.evaluate(() => window.go.kiosk.Kiosk.Note({ kind: 'focus', durationMs: 1 }));
    return fill(app);
  };
  empty = await pastBallast();
  await page.setViewportSize({ width: 1024, height: 640 });
  await ways.tap(page, orderOf(3));
  await page.getByText(sayId('kiosk.save.why.disk_full')).waitFor();
  await look(page, 'full-participant', { lang: 'id', colorScheme: 'light' });
  await empty();
  await page.getByRole('button', { name: sayId('kiosk.save.retry'), exact: true }).click();
  await page.getByText(sayId('kiosk.save.saved'), { exact: true }).first().waitFor();
});

test('a clock that went back is told before anybody is listed as due', async (t) => {
  const app = await startApp(t, { env: { KITEWISE_CLOCK_SHIFT: '960h' } });
  await app.page.evaluate(() => window.go.desk.Desk.SaveParticipant({ id: '', code: '', name: 'Made', respondent: {} }));
  app.env = {};
  await app.restart();
  for (const view of views) {
    await dress(app, view);
    const { say, button } = counsellor(app, view.lang);
    const told = (key) => app.page.getByText(say(key, { Before: '~', After: '~', Now: '~' }).split('~')[0]);
    await told('desk.due.doubtful_back').waitFor();
    await look(app.page, 'clock-list', view);
    await button('desk.due.look').click();
    await button('desk.due.trust').waitFor();
    await told('desk.due.doubt_back').waitFor();
    await look(app.page, 'clock-due', view);
  }
  await counsellor(app, 'id').button('desk.due.trust').click();
  await app.page.getByText(words('id')('desk.due.none')).waitFor();
});
