// The binary that people get, in a real window under a virtual display.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../lib/app.mjs';
import { eventually } from '../lib/eventually.mjs';
import { startDesktop } from '../lib/window.mjs';

const binary = resolve(import.meta.dirname, '../../..', 'build/bin/kitewise');

test('the window opens, paints and closes', async (t) => {
  const desktop = await startDesktop(t);
  const data = join(desktop.folder, 'data');
  const program = desktop.start('kitewise', ['--data', data]);
  const id = await desktop.window();
  const colours = await desktop.painted(id);
  t.diagnostic(`painted with ${colours} colours`);
  assert.equal((await stat(data)).mode & 0o777, 0o700);
  await desktop.press(id, 'alt+F4');
  assert.equal(await desktop.ended(program), 0, program.log);
  assert.doesNotMatch(program.log, /panic|fatal/);
});

test('a second start on the same data raises the first window and leaves', async (t) => {
  const desktop = await startDesktop(t);
  const args = ['--data', join(desktop.folder, 'data')];
  const first = desktop.start('kitewise', args);
  const id = await desktop.window();
  await desktop.painted(id);
  await desktop.minimise(id);
  await eventually(async () => assert.equal(await desktop.visible(), false));
  const second = desktop.start('kitewise', args);
  await desktop.ended(second);
  assert.equal(await desktop.window(), id);
  assert.equal(first.child.exitCode, null, 'the first goes on');
});

test('two workspaces can be open at once', async (t) => {
  const desktop = await startDesktop(t);
  const programs = ['one', 'two'].map((name) => desktop.start('kitewise', ['--data', join(desktop.folder, name)]));
  for (const id of await desktop.several(2)) {
    await desktop.raise(id);
    await desktop.painted(id);
  }
  assert.deepEqual(programs.map((p) => p.child.exitCode), [null, null]);
});

test('nobody can look into the page of the binary that people get', async (t) => {
  const listens = async (name) => {
    const desktop = await startDesktop(t);
    const port = await freePort();
    desktop.start(name, ['--data', join(desktop.folder, 'data')], { WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}` });
    await desktop.painted(await desktop.window());
    return () => fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false);
  };
  assert.equal(await (await listens('kitewise'))(), false);
  // The control: a build for tests leaves that door open, so the check can fail.
  const open = await listens('kitewise-inspector');
  await eventually(async () => assert.equal(await open(), true));
});

test('without a display one sentence says so', async () => {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  const { status, text } = await new Promise((done) =>
    execFile(binary, [], { env, timeout: 60_000 }, (error, _, stderr) => done({ status: error?.code, text: stderr })),
  );
  assert.equal(status, 2);
  assert.match(text, /^There is no display .*\n$/);
});
