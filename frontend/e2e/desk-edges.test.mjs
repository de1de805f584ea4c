// What a result page says at its edges: bands that go on beyond the norm's table, and an
// index that gets no level.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { eventually } from './lib/eventually.mjs';
import { sitting, violations, worked } from './lib/sitting.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The moment always first, ideas always last: CE and AC lie at the ends of the table. */
const edge = { s: Array(12).fill('4312'), c: Array(8).fill('4312') };

const words = {
  en: { bars: 'Dashed edge and *', kite: 'Dashed tick', middle: 'its middle 95 % reach from 0.631 to 0.994', level: /^(low|moderate|high)$/ },
  id: { bars: 'Tepi putus-putus dan *', kite: 'Tanda putus-putus', middle: '95 % yang di tengah dari 0,631 sampai 0,994', level: /^(rendah|sedang|tinggi)$/ },
};

async function open(app, lang, theme, who) {
  const { page } = app;
  await page.evaluate(([l, t]) => window.go.desk.Desk.SaveSettings({ language: l, theme: t, paper: 'A4' }), [lang, theme]);
  await page.reload();
  await counsellor(app, lang).list();
  await page.locator('tbody', { hasText: who }).locator('button[data-main]').first().click();
  await page.locator('#about').waitFor();
}

async function shots(page, name) {
  if (!process.env.SHOTS) return;
  for (const size of [{ width: 1440, height: 900 }, { width: 1024, height: 640 }]) {
    await page.setViewportSize(size);
    for (const [i, part] of ['.kite >> nth=0', '#bars', '#bars table >> nth=-1', 'svg:has(.hist)'].entries()) {
      const place = page.locator(part).first();
      if ((await place.count()) === 0) continue;
      await place.scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-${size.width}-${i}.png` });
    }
  }
}

const plain = (text) => text.replace(/[\u00a0\u202f\u2009]/g, ' ');

test('clamped ends and an index without a level', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const { page } = app;
  await counsellor(app).list();
  for (const language of ['en', 'id']) {
    await sitting(app, { name: `Edge ${language}`, rows: edge, language });
    await sitting(app, { name: `Worked ${language}`, rows: worked, language });
  }
  for (const [lang, theme] of [['en', 'light'], ['id', 'dark']]) {
    const say = words[lang];
    await open(app, lang, theme, `Edge ${lang}`);
    await eventually(async () => assert.ok((await page.locator('#bars line.open').count()) >= 2, 'no open edge on the bars'));
    await eventually(async () => assert.ok((await page.locator('.semtick.open').count()) >= 2, 'no open tick on the kite'));
    const told = plain(await page.locator('main').innerText());
    assert.ok(told.includes(say.bars), `${lang}: no caption of the bars`);
    assert.ok(told.includes(say.kite), `${lang}: no caption of the kite`);
    assert.deepEqual(await violations(page, axe, '#bars'), [], `${lang}, ${theme}`);
    await shots(page, `edge-${lang}-${theme}`);

    await open(app, lang, theme, `Worked ${lang}`);
    assert.equal(await page.locator('line.open, .semtick.open').count(), 0, 'an open end where there is none');
    const index = page.locator('section', { has: page.locator('svg .hist') });
    assert.ok(plain(await index.innerText()).includes(say.middle), `${lang}: nothing about the middle of random ranking`);
    const levels = (await index.locator('svg text').allTextContents()).filter((text) => say.level.test(text));
    assert.deepEqual(levels, [], 'level words where there is no level');
    await shots(page, `worked-${lang}-${theme}`);
  }
  app.assertQuiet();
});
