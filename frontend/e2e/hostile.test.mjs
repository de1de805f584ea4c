// Hostile texts: 200 payloads in whatever Go may answer on every view, and typed
// into every field that takes words; no script runs and nothing is asked for.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { counsellor } from './lib/desk.mjs';
import { foreignRequests, numbersIn, payloads, poison, turnHostile } from './lib/hostile.mjs';
import { handOver, session } from './lib/participant.mjs';
import { sitting, worked } from './lib/sitting.mjs';
import { PASSPHRASE } from './lib/porter.mjs';
import { agree, controlsTour, otherEnds, rankingTour, toItem } from './lib/tour.mjs';

const before = [poison, payloads];
/** As it can be typed: what turns the reading direction is refused in every field. */
const typed = (text) => text.replaceAll('\u202e', '');
const everything = typed(payloads.join(' '));

/** What stands on the page, in words and in fields, and what stands there as more than that. */
const look = (page) =>
  page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const all = [...document.querySelectorAll('*')];
    const runs = (e) =>
      [...e.attributes].some(({ name, value }) => name.startsWith('on') || /^\s*(javascript|data:text)/i.test(value) || (value.includes('foreign.invalid') && ['src', 'href', 'style', 'srcset', 'action', 'data', 'poster'].includes(name)))
      || ['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'MARQUEE', 'TEMPLATE'].includes(e.tagName)
      || (e.tagName === 'SCRIPT' && /xss|foreign/.test(e.textContent + e.src))
      || (e.tagName === 'STYLE' && e.textContent.includes('foreign.invalid'));
    const words = [document.body.textContent, document.title, ...all.flatMap((e) => [e.value, e.title, e.ariaLabel, e.alt].filter((v) => typeof v === 'string'))];
    const front = document.querySelector('dialog[open]') ?? document.body;
    const typed = [...front.querySelectorAll('input, textarea')].map((e) => e.value);
    return { words: words.join(' '), front: [front.textContent, ...typed].join(' '), planted: all.filter(runs).map((e) => e.outerHTML.slice(0, 120)), hits: window.hits };
  });

/** Collects what was seen at every stop, and says what was taken for markup. */
function watch(app) {
  const requests = [foreignRequests(app)];
  const stops = new Map();
  return {
    stops,
    async at(where) {
      const { words, front, planted, hits } = await look(app.page);
      stops.set(where, numbersIn(words));
      assert.deepEqual({ planted, hits, requests: requests.flat() }, { planted: [], hits: [], requests: [] }, where);
      return numbersIn(front).size;
    },
    /** The same where some payload must stand in front: a stop without one shows nothing. */
    async met(where) {
      const end = Date.now() + 20_000;
      let front = await this.at(where);
      while (front === 0 && Date.now() < end) {
        await app.page.waitForTimeout(100);
        front = await this.at(where);
      }
      assert.ok(front > 0, `${where}: no payload is on screen`);
    },
    /** The program was started again: the new page is watched too, and its answers are hostile. */
    async again(many) {
      requests.push(foreignRequests(app));
      await turnHostile(app.page, many);
      await app.page.reload();
    },
    /** Every payload stood on some view, and some on each. */
    complete() {
      const seen = new Set([...stops.values()].flatMap((numbers) => [...numbers]));
      assert.equal(seen.size, payloads.length, `${seen.size} payloads were on screen`);
      if (process.env.KITEWISE_TOLD) for (const [where, numbers] of stops) console.log(`${String(numbers.size).padStart(4)} ${where}`);
    },
  };
}

test('the watch sees what runs and what is asked for, and the policy of the page stops both', async (t) => {
  let took;
  for (const [name, context, stopped] of [['without the policy', {}, false], ['with it', { bypassCSP: false }, true]]) {
    const app = await startApp(t, { before, context });
    const requests = foreignRequests(app);
    await app.page.evaluate((all) => {
      for (const text of all) document.body.append(Object.assign(document.createElement('div'), { innerHTML: text }));
    }, payloads.filter((text) => !/refresh|<use/.test(text))); // the one leads away; the other is told as a request that never leaves
    const began = Date.now();
    const enough = (hits) => new Set(hits).size > 20 && new Set(requests).size > 20;
    // What runs does so when a picture failed to come, which a busy machine takes its time for.
    while (!stopped && !enough((await look(app.page)).hits) && Date.now() - began < 30_000) await app.page.waitForTimeout(100);
    // The page that its policy guards gets twice as long.
    await app.page.waitForTimeout(stopped ? Math.max(1000, 2 * took) : 0);
    took = Date.now() - began;
    const { planted, hits } = await look(app.page);
    assert.ok(planted.length > 50, `${name}: ${planted.length} elements`);
    if (stopped) assert.deepEqual([hits, requests], [[], []], name);
    else assert.ok(enough(hits), `${name}: ${hits.length} scripts, ${requests.length} requests`);
    await app.stop();
  }
});

test('every view of the desk', async (t) => {
  const app = await startApp(t, { before, viewport: { width: 1024, height: 640 } });
  const { page } = app;
  const desk = counsellor(app);
  const seen = watch(app);
  const { participantId } = await sitting(app, { name: 'Ratna' });
  await sitting(app, { participantId, rows: { ...worked, s: Array(12).fill('1342') } });
  await turnHostile(page, 4000);
  await page.reload();
  const rail = (key) => page.getByRole('navigation', { name: desk.say('desk.nav.label') }).getByRole('button', { name: desk.say(`desk.nav.${key}`) });

  await desk.list();
  await page.locator('tbody button[data-main]').first().waitFor();
  await seen.at('the list');
  await page.locator('tbody .own button').first().click();
  await page.locator('.page h1').waitFor();
  await seen.at('a person');
  await page.keyboard.press('Escape');
  await rail('people').click();
  await page.locator('tbody button[data-main]').first().click();
  await page.locator('main.result h1').waitFor();
  await page.locator('#change svg').first().waitFor();
  await seen.at('a result');
  for (const detail of await page.locator('main.result summary').all()) await detail.evaluate((e) => e.click());
  await seen.at('a result, unfolded');
  for (const button of ['desk.result.report', 'desk.worksheet.button']) {
    await desk.button(button).click();
    await page.getByRole('dialog').waitFor();
    await seen.at(button);
    await page.keyboard.press('Escape');
  }
  for (const key of ['instruments', 'norms', 'whatif', 'log', 'about']) {
    await rail(key).click();
    await page.locator('h1').waitFor();
    await page.waitForTimeout(100);
    for (const detail of await page.locator('main summary').all()) await detail.evaluate((e) => e.click());
    await seen.at(key);
  }
  await rail('settings').click();
  for (const section of await page.locator('.page nav button, .sections button').all()) {
    await section.click();
    await page.waitForTimeout(100);
    await seen.at(`settings: ${await section.textContent()}`);
  }
  await rail('people').click();
  await page.keyboard.press('Control+n');
  await desk.button('desk.new.next').waitFor();
  await seen.at('who');
  await page.getByRole('textbox', { name: desk.say('desk.person.name'), exact: true }).fill(payloads[2]);
  await desk.button('desk.new.next').click();
  await page.getByRole('radio').first().waitFor();
  await seen.at('what');
  await desk.button('desk.new.next').click();
  await seen.at('when');
  await page.locator('button[type="submit"]').click();
  await page.locator('.hand').waitFor();
  await seen.at('the hand-over');
  seen.complete();
});

/** The person at the desk of these tests: a name of 40 signs holds one payload. */
const colleague = { name: payloads[2], role: 'assistant', passphrase: 'rain on a tin roof at noon' };

test('what stands before the desk, and the dialogs that ask', async (t) => {
  const app = await startApp(t, { before, viewport: { width: 1024, height: 640 } });
  const desk = counsellor(app);
  const seen = watch(app);
  const dialog = app.page.locator('dialog[open]');
  await sitting(app, { name: 'Ratna' });
  const backup = await app.page.evaluate(async ([owner, person]) => {
    await window.go.porter.Porter.AddHolder({ owner, ...person });
    await window.go.desk.Desk.BackUp();
    for (;;) {
      const { state, running } = await window.go.desk.Desk.Backups();
      if (!running.busy && state.verified > 0) return state.backups[0].name;
      await new Promise((done) => setTimeout(done, 100));
    }
  }, [PASSPHRASE, colleague]);
  await turnHostile(app.page, 4000);
  await app.page.reload();
  await desk.list();
  await app.page.locator('tbody .own button').first().click();
  for (const key of ['desk.erase.button', 'desk.anonymise.button', 'desk.export.button']) {
    await desk.button(key).click();
    await dialog.waitFor();
    for (const detail of await dialog.locator('summary').all()) await detail.evaluate((e) => e.click());
    await seen.met(key);
    await app.page.keyboard.press('Escape');
  }
  await desk.button('desk.nav.settings').click();
  await desk.button('desk.security.title').click();
  await desk.button('desk.holders.add').click();
  await dialog.locator('[data-field="name"]').fill(payloads[3]);
  await seen.met('who else opens the desk');
  await app.page.keyboard.press('Escape');
  await seen.met('who opens the desk');
  await app.page.getByRole('button', { name: desk.say('backup.title'), exact: true }).click();
  await app.page.getByRole('button', { name: /^Put back the backup of/ }).first().click();
  await dialog.waitFor();
  await seen.at('putting a backup back');
  await app.page.keyboard.press('Escape');

  await app.page.keyboard.press('Control+l');
  await app.page.locator('.porter [data-field="who"]').waitFor();
  await seen.met('the locked screen');
  await desk.button('porter.unlock.forgot').click();
  await seen.at('the recovery code');

  app.fresh = true;
  await app.restart({ between: () => rm(join(app.dataDir, 'witness.json')) });
  await seen.again(2000);
  await app.page.getByText(desk.say('porter.doubt.what')).waitFor();
  await seen.met('the doubt');

  await writeFile(app.openPath, await readFile(join(app.dataDir, 'backups', backup)));
  await app.restart({
    between: async () => {
      await writeFile(join(app.dataDir, 'kitewise.db'), 'damaged');
      await rm(join(app.dataDir, 'kitewise.db-wal'), { force: true });
    },
  });
  await seen.again(2000);
  await desk.button('backup.restore.offer').waitFor();
  await seen.at('a workspace that does not open');
  await desk.button('backup.restore.offer').click();
  await desk.button('backup.restore.pick').click();
  await app.page.locator('[data-field="passphrase"]').waitFor();
  await seen.at('a backup to put back');
});

/** At night every text of the participant's views meets every payload, by day some. */
const passes = Array.from({ length: process.env.KITEWISE_MATRIX === 'all' ? 25 : 1 }, (_, i) => i);

for (const [name, tour, pass] of passes.flatMap((i) => [['a ranking', rankingTour, i], ['other ends', otherEnds, i]])) {
  test(`every view of the participant: ${name}, ${pass}`, async (t) => {
    const app = await startApp(t, { before, viewport: { width: 1440, height: 900 } });
    const seen = watch(app);
    await turnHostile(app.page, 300, pass * 8);
    await tour(app, (where) => seen.at(where), {});
    const met = new Set([...seen.stops.values()].flatMap((numbers) => [...numbers]));
    assert.ok(met.size > (name === 'a ranking' ? 100 : 2), `${met.size} payloads were on screen`);
  });
}

test('what is typed: names, notes, the notice, arrangements, answers', async (t) => {
  const app = await startApp(t, { before, instruments: ['every-control'] });
  const { page } = app;
  const desk = counsellor(app);
  const seen = watch(app);
  // A person for every payload, and the list read to its end.
  await page.evaluate(async (all) => {
    for (const name of all) await window.go.desk.Desk.SaveParticipant({ id: '', code: '', name, respondent: {} });
  }, payloads.map(typed));
  const notice = await page.evaluate(() => window.go.desk.Desk.Notice());
  assert.ok(notice.texts.length > 0);
  const words = Object.fromEntries(['en', 'id'].map((language) => [language, { purpose: everything.replaceAll(/[{}]/g, '').slice(0, 900) }]));
  await page.evaluate((request) => window.go.desk.Desk.SaveNotice(request), { name: payloads[5].slice(0, 80), months: 12, words });
  await page.reload();
  await desk.list();
  for (let more = page.locator('.more button, button.more'); (await more.count()) > 0 && (await more.first().isVisible()); ) {
    const rows = await page.locator('tbody').count();
    await more.first().click();
    await page.waitForFunction((n) => document.querySelectorAll('tbody').length > n, rows);
  }
  await seen.at('the list of 200 people');
  await page.locator('input[type="search"]').fill('<img src=x onerror');
  await page.locator('tbody mark, tbody b b, tbody .hit').first().waitFor();
  await seen.at('the search, with what was found marked');
  // A session with hostile notes, prepared by the fields on screen, and changed there.
  const note = () => page.getByRole('textbox', { name: desk.say('desk.arranged.note'), exact: true });
  await page.keyboard.press('Control+n');
  await page.getByRole('textbox', { name: desk.say('desk.person.name'), exact: true }).fill(payloads[42]);
  await desk.button('desk.new.next').click();
  await page.getByRole('radio').first().waitFor();
  await desk.button('desk.new.next').click();
  await page.getByRole('radio', { name: desk.say('desk.new.when.later') }).check();
  await page.locator('form details summary').click();
  await note().fill(payloads[43]);
  await seen.met('the notes');
  await page.locator('button[type="submit"]').click();
  await desk.list();
  await seen.met('a session that is prepared');
  await page.locator('tbody .own button').first().click();
  await page.locator('.page h1').waitFor();
  await seen.met('its person, with the notes');
  await page.getByRole('button', { name: /^Change… basis and arrangements/ }).first().click();
  assert.equal(await note().inputValue(), payloads[43], 'the notes come back as they were typed');
  await note().fill(payloads[44]);
  await seen.met('its notes');
  await desk.button('desk.person.save').last().click();
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await seen.met('its person, with other notes');
  await desk.button('desk.nav.settings').click();
  await page.getByRole('button', { name: desk.say('desk.settings.section.consent'), exact: true }).click();
  await seen.met('the notice, where it is written');
  await handOver(app, { name: payloads[4], instrument: 'every-control' });
  await seen.at('the welcome');
  await agree(page);
  for (const [id, text] of [['i8', payloads[2]], ['i9', everything.slice(0, 280)]]) {
    await toItem(page, id);
    await page.locator('.entry').fill(text);
    await page.locator('.saved[data-state="saved"]').waitFor();
    await seen.at(`typed into ${id}`);
    await page.reload();
    await page.locator('.kiosk .main').waitFor();
    await seen.at(`${id}, shown again`);
  }
  assert.equal((await session(page)).items.length > 0, true);
  seen.complete();
});

for (const pass of passes) test(`an instrument whose every text is hostile, ${pass}`, async (t) => {
  const app = await startApp(t, { before, viewport: { width: 1440, height: 900 }, instruments: ['every-control'] });
  const seen = watch(app);
  const folder = join(app.dataDir, 'instruments', 'every-control', '1.0.0');
  // Braces belong to the notation of texts; the rest is any text's to use.
  const someOf = (n) => [0, 25, 50, 75, 100, 125, 150, 175].map((k) => payloads[(n + k) % payloads.length].replaceAll(/[{}]/g, '')).join(' ');
  let next = pass;
  for (const language of ['en', 'id']) {
    const texts = JSON.parse(await readFile(join(folder, `text.${language}.json`), 'utf8'));
    for (const key of Object.keys(texts)) texts[key] += ` ${someOf(next++)}`;
    await writeFile(join(folder, `text.${language}.json`), JSON.stringify(texts));
  }
  await app.restart();
  await controlsTour(app, (where) => seen.at(where), {});
  seen.complete();
});
