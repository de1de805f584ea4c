// Every shipped instrument that can be answered, from the welcome to the result
// at the desk, by each means alone and under other conditions each time.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { eventually } from './lib/eventually.mjs';
import { complete, means } from './lib/hands.mjs';
import { columns, missingPairs, rows } from './lib/matrix.mjs';
import { handOver } from './lib/participant.mjs';
import { sumsOf } from './lib/sums.mjs';

const run = promisify(execFile);

const sizes = {
  '1024 × 640': { viewport: { width: 1024, height: 640 } },
  '1440 × 900': { viewport: { width: 1440, height: 900 } },
  '200 % of 1024 × 640': { viewport: { width: 512, height: 320 }, context: { deviceScaleFactor: 2 } },
};

for (const row of rows({ all: process.env.KITEWISE_MATRIX === 'all' })) {
  test(`${row.instrument} by ${row.means}, ${row.language}, ${row.theme}, ${row.size}`, async (t) => {
    const { context, ...size } = sizes[row.size];
    const app = await startApp(t, { ...size, context: { ...context, ...means[row.means].context } });
    const { page } = app;
    await page.evaluate(([language, theme]) => window.go.desk.Desk.SaveSettings({ language, theme, paper: 'A4' }), [row.language, row.theme]);
    await handOver(app, row);
    await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, row.theme);
    const { seen, items } = await complete(page, row.means);
    assert.ok(['reading', 'practice', 'item', 'review', 'end'].every((kind) => seen.includes(kind)), seen.join(' '));
    await counsellor(app, row.language).comeBack({ done: true });
    await page.locator('main.result h1').waitFor();
    await eventually(() => assertSums(app, row, items));
    await counsellor(app, row.language).saveReport();
    const paper = (await run('pdftotext', ['-layout', app.savePath, '-'])).stdout;
    for (const { name, value } of sumsOf(row.instrument, row.language, items)) {
      assert.match(paper, new RegExp(`${name}\\s+${value}\\b`), `${name} in the report`);
    }
    if (row.instrument === 'learning-cycle') await page.locator('main.result .kite, main.result svg').first().waitFor();
    app.assertQuiet();
  });
}

test('klsi-4.0 with the wording of a licence holder, by touch', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 }, context: means.touch.context, licensed: true });
  const { page } = app;
  await handOver(app, { instrument: 'klsi-4.0', language: 'id' });
  const { seen, items } = await complete(page, 'touch');
  assert.ok(['reading', 'practice', 'item', 'break', 'review', 'end'].every((kind) => seen.includes(kind)), seen.join(' '));
  assert.equal(items.length, 20);
  await counsellor(app, 'id').comeBack({ done: true });
  await page.locator('main.result .kite, main.result svg').first().waitFor();
  await counsellor(app).saveReport();
  const paper = (await run('pdftotext', ['-layout', app.savePath, '-'])).stdout;
  assert.match(paper, /KLSI 4\.0|klsi-4\.0/i);
  app.assertQuiet();
});

/** The result that the counsellor opens says the sums of what was pressed. */
async function assertSums(app, row, items) {
  const sums = sumsOf(row.instrument, row.language, items);
  const shown = await app.page.locator('main.result .chart .row').evaluateAll((all) =>
    all.map((line) => ({ name: line.querySelector('.name')?.textContent, value: Number(line.querySelector('.value b')?.textContent) })));
  for (const sum of sums) {
    assert.deepEqual(shown.find((line) => line.name === sum.name), sum, 'on the result');
  }
}

test('the whole matrix holds every pair of conditions, the short one every condition', () => {
  assert.deepEqual(missingPairs(rows({ all: true })), []);
  const short = rows({ all: false });
  for (const [name, values] of Object.entries(columns)) {
    for (const value of values) assert.ok(short.some((row) => row[name] === value), `${name}: ${value}`);
  }
  // The control: a matrix that lacks a row lacks pairs.
  assert.notDeepEqual(missingPairs(rows({ all: true }).filter((row) => row.means !== 'keys' || row.theme !== 'contrast')), []);
});
