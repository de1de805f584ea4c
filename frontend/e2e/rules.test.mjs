// The walls between the folders of the page: each rule is broken once here, so
// that a rule that stopped working is noticed.
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { ESLint } from 'eslint';

const root = resolve(import.meta.dirname, '..');
const eslint = new ESLint({ cwd: root });

async function broken(file, code) {
  const [result] = await eslint.lintText(code, { filePath: resolve(root, file) });
  return result.messages.map((m) => m.ruleId);
}

const walls = [
  ['src/kiosk/x.ts', '../desk/Desk.svelte'],
  ['src/desk/x.ts', '../kiosk/Kiosk.svelte'],
  ['src/desk/people/x.ts', '../../kiosk/flow.svelte'],
  ['src/ui/x.ts', '../api'],
  ['src/ui/x.ts', '../desk/Desk.svelte'],
  ['src/charts/x.ts', '../api/types'],
  ['src/charts/x.ts', '../kiosk/Kiosk.svelte'],
  ['src/kiosk/x.ts', '../../wailsjs/go/kiosk/Kiosk'],
  ['src/App.ts', '../wailsjs/runtime/runtime'],
  ['src/api/x.ts', '../desk/Desk.svelte'],
];

for (const [file, imported] of walls) {
  test(`${file} may not import ${imported}`, async () => {
    assert.deepEqual(await broken(file, `export * from '${imported}';\n`), ['no-restricted-imports']);
  });
}

const gates = [
  ['src/kiosk/x.ts', '../api'],
  ['src/desk/x.ts', '../ui/Button.svelte'],
  ['src/desk/x.ts', '../charts/kite'],
  ['src/api/x.ts', '../../wailsjs/go/kiosk/Kiosk'],
  ['src/api/x.ts', './kiosk'],
];

for (const [file, imported] of gates) {
  test(`${file} may import ${imported}`, async () => {
    assert.deepEqual(await broken(file, `export * from '${imported}';\n`), []);
  });
}

test('no foreign markup, no storage, no long component', async () => {
  assert.deepEqual(await broken('src/desk/X.svelte', '{@html "<b>x</b>"}\n'), ['svelte/no-at-html-tags']);
  assert.deepEqual(await broken('src/desk/x.ts', "localStorage.setItem('a', 'b');\n"), ['no-restricted-globals']);
  assert.deepEqual(await broken('src/desk/X.svelte', '<p>x</p>\n'.repeat(251)), ['max-lines']);
});
