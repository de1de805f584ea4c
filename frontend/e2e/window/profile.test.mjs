// What the real window leaves on the disk, and what holds in it: the web view writes
// into the workspace, nobody's words stand there, the policy comes as a header, and
// no process of it may leave a core dump.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../lib/app.mjs';
import { eventually } from '../lib/eventually.mjs';
import { inspect } from '../lib/inspector.mjs';
import { assertSearches, hits } from '../lib/markers.mjs';
import { openedInWindow, PASSPHRASE, PIN, unlockInWindow } from '../lib/porter.mjs';
import { touching } from '../lib/touch.mjs';
import { startDesktop } from '../lib/window.mjs';
import { words } from '../lib/words.mjs';

const say = words('en');
const source = (path) => readFile(join(import.meta.dirname, '../../..', path), 'utf8');

async function started(t) {
  const desktop = await startDesktop(t, { width: 1280, height: 800 });
  const port = await freePort();
  const program = desktop.start('kitewise-inspector', ['--data', join(desktop.folder, 'data')], { WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}` });
  const id = await desktop.window();
  await desktop.painted(id);
  const page = await inspect(`127.0.0.1:${port}`);
  t.after(() => page.close());
  return { desktop, program, id, page, ...touching(desktop, page, id) };
}

/** A process and all that it started, by id. */
async function family(pid) {
  const parents = new Map();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const all = [pid];
  for (const one of all) for (const [child, parent] of parents) if (parent === one) all.push(child);
  return all;
}

test('the policy is a header of the real page, and no process may leave a core dump', async (t) => {
  const { program, page } = await started(t);
  await page.until(`document.readyState === 'complete'`);
  await page.evaluate(`fetch(location.href).then((r) => (window.got = Object.fromEntries(r.headers))), 0`);
  const headers = await page.until('window.got');
  const go = await source('backend/window/headers.go');
  const policy = [.../const policy = ([^;]*?(?:"[^"]*"(?: \+\s*)?)+)/.exec(go)[1].matchAll(/"([^"]*)"/g)].map((part) => part[1]).join('');
  assert.match(policy, /^default-src 'self'; .*frame-ancestors 'none'$/);
  assert.equal(headers['content-security-policy'], policy);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  const names = [];
  for (const pid of await family(program.child.pid)) {
    const limits = await readFile(`/proc/${pid}/limits`, 'utf8').catch(() => '');
    if (limits === '') continue;
    const [soft, hard] = /^Max core file size\s+(\S+)\s+(\S+)/m.exec(limits).slice(1);
    const name = (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
    names.push(name);
    assert.ok(Number(soft) <= 1 && Number(hard) <= 1, `${name} may dump ${soft} of ${hard}`);
  }
  assert.ok(names.some((name) => name.startsWith('WebKit')), `the web view's own processes: ${names}`);
});

test('what the web view writes lies in the workspace, and names nobody', async (t) => {
  const name = (n) => `Qz${String(n).padStart(2, '0')}Marker`;
  const markers = Array.from({ length: 58 }, (_, n) => name(n));
  const [note, typed, told] = ['Qz58Noteworthy', 'Qz59Searched', 'Qz60OwnWordsOfTheParticipant'];
  await assertSearches(note);
  const { desktop, program, id, page, press, fill } = await started(t);
  await openedInWindow(page);
  // Each marker goes through the page, is on screen, in a field, and in what Go answers.
  await page.evaluate(`(async () => {
    const { Desk } = window.go.desk;
    for (const name of ${JSON.stringify(markers)}) await Desk.SaveParticipant({ id: '', code: '', name, respondent: {} });
    const { rows } = await Desk.People({ query: '', after: '' });
    const s = await Desk.Prepare({ participantId: rows[0].participant.id, instrumentId: 'learning-cycle', language: 'en' });
    await Desk.SaveConditions({ sessionId: s.id, basis: 'paper', date: '2020-01-02', accommodations: { note: ${JSON.stringify(note)} } });
    window.done = true;
  })().catch((error) => (window.done = String(error))), 0`);
  assert.equal(await page.until('window.done', 60), true);
  await page.evaluate('location.reload(), 0');
  await page.until(`document.body?.innerText.includes('Marker')`, 30);
  await fill(`document.querySelector('input[type=search], .search input')`, typed);
  await press(say('desk.nav.lock'));
  await unlockInWindow(desktop, page, id);
  await page.until(`document.body.innerText.includes('Marker')`, 30);
  // A participant's own words, and then the participant's page.
  await page.evaluate(`(async () => {
    const { desk: { Desk }, kiosk: { Kiosk } } = window.go;
    const { rows } = await Desk.People({ query: '', after: '' });
    const s = await Desk.Prepare({ participantId: rows[1].participant.id, instrumentId: 'study-habits', language: 'en' });
    await Desk.SaveConditions({ sessionId: s.id, basis: 'paper', date: '2020-01-02', accommodations: {} });
    await Desk.HandOver({ sessionId: s.id, pin: ${JSON.stringify(PIN)} });
    await Kiosk.Session();
    const visit = { shownAt: Date.now(), firstActionMs: 1, totalMs: 2, means: 'keyboard' };
    const saved = await Kiosk.Answer({ sessionId: s.id, itemId: 'helps', answer: { ranks: [], chosen: [], number: '', text: ${JSON.stringify(told)}, columns: [], sealed: false }, withdrawn: false, revision: 0, process: visit });
    window.said = JSON.stringify(saved);
  })().catch((error) => (window.said = String(error))), 0`);
  assert.doesNotMatch(await page.until('window.said', 30), /Error/);
  await page.evaluate('location.reload(), 0');
  await page.until(`!!document.querySelector('.kiosk')`, 30);
  // The control: what a page kept there would be found.
  const kept = 'Qz61KeptByThePage';
  await page.evaluate(`localStorage.setItem('kept', ${JSON.stringify(kept)}), 0`);
  await new Promise((done) => setTimeout(done, 2000));
  await eventually(async () => assert.notDeepEqual(await hits(desktop.folder, kept), [], 'the web view writes nothing'), 60);
  page.close();
  program.child.kill('SIGKILL');
  await desktop.ended(program);

  const below = join(desktop.folder, 'data', 'webview');
  const found = await hits(desktop.folder, kept);
  assert.ok(found.length > 0 && found.every((hit) => hit.includes(below)), `the control lies in ${found}`);
  const outside = (await readdir(join(desktop.folder, 'home'), { recursive: true })).filter((path) => /kitewise|webkit|recently-used/i.test(path));
  assert.deepEqual(outside, [], 'beside the workspace');
  assert.deepEqual(await hits(desktop.folder, ...markers, note, typed, told, PASSPHRASE), []);
});
