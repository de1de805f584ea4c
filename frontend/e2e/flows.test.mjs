// What runs these tests: a run that failed is never called one that passed.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const runner = resolve(import.meta.dirname, '..', 'scripts', 'flows.mjs');
const passes = "test('passes', () => {});";
const fails = "test('fails', async (t) => { await t.test('within', () => { throw new Error('always'); }); });";
const once = "test('once', () => { if (!existsSync('seen')) { writeFileSync('seen', ''); throw new Error('the first time'); } });";

for (const [name, bodies, code, told] of [
  ['passes where all pass', [passes, passes], 0, null],
  ['passes where one failed beside another and not alone, and says so', [once, passes], 0, /^flows: failed beside another: .*0\.test\.mjs: once$/m],
  ['fails where one fails alone as well', [fails, once], 1, /^flows: failed alone: .*0\.test\.mjs: within; fails$/m],
  ['fails where a file cannot be read', ['await import("nothing");', passes], 1, /^flows: failed alone: .*0\.test\.mjs/m],
  ['fails where many failed, without asking again', [once, once, once, once].map((body, i) => body.replaceAll('seen', `seen${i}`)), 1, /^flows: failed: /m],
  ['fails where there is nothing to run', [], 2, /no file/],
]) {
  test(`a run ${name}`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'kitewise-flows-'));
    t.after(() => rm(folder, { recursive: true }));
    const files = bodies.map((_, i) => `${i}.test.mjs`);
    for (const [i, file] of files.entries()) {
      await writeFile(join(folder, file), `import { test } from 'node:test';\nimport { existsSync, writeFileSync } from 'node:fs';\n${bodies[i]}\n`);
    }
    const env = { ...process.env };
    delete env.NODE_TEST_CONTEXT; // or the inner run would speak to this one
    const [got, out] = await new Promise((done) => execFile(process.execPath, [runner, ...files], { cwd: folder, env }, (error, stdout, stderr) => done([error?.code ?? 0, stdout + stderr])));
    assert.equal(got, code, out);
    if (told !== null) assert.match(out, told);
    else assert.doesNotMatch(out, /^flows:/m);
  });
}
