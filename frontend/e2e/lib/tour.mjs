// Leads through every screen that a participant can meet, and stops on each.
import { atSet, handOver, session, ways } from './participant.mjs';
import { PIN } from './pin.mjs';

const go = (page) => page.locator('.foot .go').click();

/** Presses what goes on, and waits for another screen. */
export async function onward(page, act = go) {
  await page.locator('.kiosk .main').evaluate((main) => (main.dataset.seen = 'yes'));
  await act(page);
  await page.locator('.kiosk .main:not([data-seen])').waitFor();
}

/** Agrees to the notice, without the page. */
export const agree = (page) =>
  page.evaluate(async () => {
    const { consent } = await window.go.kiosk.Kiosk.Session();
    await window.go.kiosk.Kiosk.Consent({ yes: true, hash: consent.hash });
  });

/** Shows a step of the session as after a restart; over the instruction that may come first. */
export async function jump(page, step) {
  await page.evaluate((to) => window.go.kiosk.Kiosk.Visit({ step: to, left: '', process: { shownAt: 0, firstActionMs: 0, totalMs: 0, changes: 0, means: '', focusLosses: 0 } }), step);
  await page.reload();
  await page.locator('.kiosk .main').waitFor();
}

/** Shows an item; its section's instruction comes first as long as nothing is given. */
export async function toItem(page, id) {
  await jump(page, id);
  if ((await page.locator('.kiosk [role="group"] .stem, .kiosk [role="radiogroup"] .stem').count()) === 0) await onward(page);
}

/** Gives a whole answer to every item, without the page. */
export async function fillAll(page) {
  await page.evaluate(async () => {
    const kiosk = window.go.kiosk.Kiosk;
    const { sessionId, items } = await kiosk.Session();
    const none = { ranks: [], chosen: [], number: '', text: '', columns: [] };
    const answers = {
      ranking: (item) => ({ ranks: item.ranking.endings.map((_, i) => i + 1) }),
      likert: () => ({ chosen: [1] }),
      single_choice: () => ({ chosen: [2] }),
      multiple_choice: () => ({ chosen: [0, 2] }),
      numeric: () => ({ number: '12' }),
      slider: () => ({ number: '5' }),
      text: () => ({ text: 'A quiet room.' }),
      forced_distribution: (item) => ({ columns: item.cards.columns.flatMap((column, c) => Array(column.places).fill(c)) }),
    };
    for (const item of items) {
      await kiosk.Answer({
        sessionId, itemId: item.id, answer: { ...none, ...answers[item.type](item) }, revision: item.revision,
        withdrawn: false, process: { shownAt: 1, firstActionMs: 900, totalMs: 11900, changes: 1, means: 'pointer', focusLosses: 0 },
      });
    }
  });
}

/** Answers everything and opens the third set out of the review. */
export async function openThirdFromReview(page) {
  await agree(page);
  await fillAll(page);
  await jump(page, '*review');
  await page.locator('.setlist button').nth(2).click();
  await atSet(page, 3);
}

/** Makes the next calls of a method fail with a code; `healed` gives the way back. */
export async function fail(page, method, code) {
  await page.evaluate(([name, failure]) => {
    const kiosk = window.go.kiosk.Kiosk;
    window.healthy = { ...window.healthy, [name]: kiosk[name] };
    kiosk[name] = () => Promise.reject(JSON.stringify({ code: failure, params: {} }));
  }, [method, code]);
  return () => page.evaluate((name) => (window.go.kiosk.Kiosk[name] = window.healthy[name]), method);
}

/** Keeps the calls of a method waiting, in `window.held`, until they are let go; gives the way to do that. */
export async function hold(page, method) {
  await page.evaluate((name) => {
    const kiosk = window.go.kiosk.Kiosk;
    const real = kiosk[name];
    const held = [];
    window.held = held;
    kiosk[name] = (request) => new Promise((done) => held.push(() => done(real(request))));
    window.letGo = () => {
      kiosk[name] = real;
      for (const each of held) each();
    };
  }, method);
  return () => page.evaluate(() => window.letGo());
}

/** The whole way with sets to rank: every kind of screen, and each in what it can become. */
export async function rankingTour(app, look, { language = 'en' } = {}) {
  const { page } = app;
  await handOver(app, { language });
  await look('the welcome');
  await onward(page);
  await look('the notice');
  await page.locator('.foot .equal .btn').first().click();
  await look('declining, asked once more');
  await page.keyboard.press('Escape');
  await onward(page);
  await look('how it works');
  await onward(page);
  await look('the practice');
  await ways.tap(page, [0, 1, 2]);
  await go(page);
  await page.locator('.check').waitFor();
  await look('the practice said back');
  await page.locator('.check .btn').nth(1).click();
  await look('the practice turned round');
  await page.locator('.check .btn').last().click();
  await look('the practice explained');
  await go(page);
  await page.locator('.check').waitFor();
  await onward(page, () => page.locator('.check .btn.primary').click());
  await look('the instruction');
  await onward(page);
  await look('an empty set');
  await page.keyboard.press('ArrowDown');
  await look('an empty set, by keys');
  await go(page);
  await page.locator('.missing').waitFor();
  await look('an early Next');
  await ways.tap(page, [0, 2]);
  await look('a half-filled set');
  await ways.tap(page, [1]);
  await page.locator('.saved').waitFor();
  await look('a full set');
  await counsellors(page, look);
  await onward(page);
  const heal = await fail(page, 'Answer', 'disk_full');
  await ways.tap(page, [3, 2, 1]);
  await page.locator('.saved[data-state="failed"]').waitFor();
  await look('a set that is not saved');
  await heal();
  // The page tries again by itself too, and its button goes away with the first try that succeeds.
  await page.evaluate(() => document.querySelector('.trouble .btn')?.click());
  await page.locator('.saved[data-state="saved"]').waitFor();
  await page.locator('.slot .ending').first().click();
  await page.locator('.missing.calm').waitFor();
  await look('a stored set taken apart');
  await rest(page, look);
}

/** The way back and what stands behind it, and the page when nobody touches it. */
async function counsellors(page, look) {
  await page.locator('.head .btn').click();
  await page.locator('dialog[open] input').waitFor();
  await look('the PIN');
  await page.locator('dialog[open] input').fill(PIN);
  await page.keyboard.press('Enter');
  await page.locator('dialog[open] .choices').waitFor();
  await look('what the counsellor can do');
  await page.locator('.choices .btn').last().click();
  await look('discarding, asked once more');
  await page.locator('dialog[open] .btn.primary').click();
  await page.locator('dialog[open] .choices').waitFor();
  await page.locator('.choices .btn').first().click();
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await page.locator('.slot.full').nth(3).waitFor();
  const cover = page.locator('dialog.cover');
  await cover.evaluate((dialog) => dialog.showModal());
  await look('the cover');
  await cover.evaluate((dialog) => dialog.close());
}

async function rest(page, look) {
  const { sections } = await session(page);
  await jump(page, `*break:${sections.find((section) => section.break).id}`);
  await look('the break');
  await jump(page, '*review');
  await look('the review with open sets');
  await go(page);
  await page.locator('.missing').waitFor();
  await look('the review, Finish pressed early');
  await fillAll(page);
  await page.reload();
  await page.locator('.setlist').waitFor();
  await look('the review');
  await onward(page);
  await look('the last question');
  await onward(page);
  await page.locator('.main .last').waitFor();
  await look('the end');
  await page.locator('.foot .btn').click();
  await page.locator('dialog[open]').waitFor();
  await look('the way back at the end');
}

/** What is done to each item of the instrument that has every control, and how that looks. */
const acts = {
  i1: (page) => page.locator('.option').nth(1).click(),
  i2: (page) => page.locator('.option').last().click(),
  i3: (page) => page.locator('.option').nth(2).click(),
  i4: (page) => page.locator('.option').last().click(),
  i5: async (page) => { for (const i of [0, 1, 2]) await page.locator('.option').nth(i).click(); },
  i6: async (page) => { await page.locator('.entry').fill('99'); await go(page); },
  i7: (page) => page.locator('.line input').press('ArrowRight'),
  i8: (page) => page.locator('.entry').fill('umbrella'),
  i9: (page) => page.locator('.entry').fill('x '.repeat(155)),
  i10: async (page) => { await page.locator('.pile .card').first().click(); await page.locator('.head-of').nth(1).click(); await page.locator('.list .card').first().click(); },
};

/** Every control empty, pressed too early and answered; how each works and its practice, said back. */
export async function controlsTour(app, look, { language = 'en' } = {}) {
  const { page } = app;
  await handOver(app, { instrument: 'every-control', language });
  await agree(page);
  const { practices } = await session(page);
  for (const { type, item } of practices) {
    await jump(page, `*how:${type}`);
    await look(`how ${type} works`);
    if (item === undefined) continue;
    await onward(page);
    await look(`the practice of ${type}`);
  }
  for (const [id, act] of Object.entries(acts)) {
    await toItem(page, id);
    await look(`${id}, empty`);
    await act(page);
    await look(`${id}, answered`);
  }
  await fillAll(page);
  await jump(page, '*review');
  await look('the review of every control');
}

/** What nobody wants to meet: a session that cannot be read, and an end without consent. */
export async function otherEnds(app, look, { language = 'en' } = {}) {
  const { page } = app;
  await handOver(app, { language });
  const heal = [await fail(page, 'Session', 'damaged_database'), await fail(page, 'Visit', 'session_closed')];
  await go(page);
  await page.locator('.kiosk .head .end').waitFor({ state: 'detached' });
  await look('a session that cannot be read');
  for (const each of heal) await each();
  await onward(page);
  await onward(page);
  await page.locator('.foot .equal .btn').first().click();
  await page.locator('dialog[open] .btn.primary').click();
  await page.locator('.main .last').waitFor();
  await look('the end without consent');
}
