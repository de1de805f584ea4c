// Whole sessions by the bound methods alone, for tests of what comes after them:
// the answers are given by scale, found by the words on the participant's page.
import { readFileSync } from 'node:fs';
import { opened, PIN } from './porter.mjs';

const modes = ['CE', 'RO', 'AC', 'AE'];

/** The worked example: the ranks of CE, RO, AC, AE in every set. */
export const worked = {
  s: ['4132', '4123', '3214', '4123', '4132', '2314', '1342', '2431', '3241', '4132', '4231', '2341'],
  c: ['1234', '3142', '3124', '1234', '3421', '1432', '2143', '2431'],
};

/** The texts of a shipped instrument. */
function textsOf(id, version, lang) {
  return JSON.parse(readFileSync(new URL(`../../../instruments/${id}/${version}/text.${lang}.json`, import.meta.url), 'utf8'));
}

/** What every item is answered with, as the page gives it: rankings by scale, anything else by `other`. */
function given(item, rows, texts, other) {
  const blank = { ranks: [], chosen: [], number: '', text: '', columns: [] };
  if (!item.ranking) return { ...blank, ...other(item) };
  const row = rows[item.id[0]][Number(item.id.slice(1)) - 1];
  const ranks = item.ranking.endings.map((text) => Number(row[modes.findIndex((mode) => texts[`item.${item.id}.${mode}`] === text)]));
  return { ...blank, ranks };
}

/**
 * Prepares, answers and finishes a session, and gives its id and its participant's.
 * @param {object} app from startApp
 * @param {object} [o] `participantId` (else a new one is made, by `name`), `instrument`, `version`, `language`, `rows` (ranks by section), `other` (answers of other types)
 */
export async function sitting(app, o = {}) {
  const { name = 'Wayan', instrument = 'learning-cycle', version = '1.0.0', language = 'en', rows = worked, other = () => ({}) } = o;
  const { page } = app;
  const desk = (method, ...args) => page.evaluate(([m, a]) => window.go.desk.Desk[m](...a), [method, args]);
  const kiosk = (method, ...args) => page.evaluate(([m, a]) => window.go.kiosk.Kiosk[m](...a), [method, args]);
  const participantId = o.participantId ?? (await desk('SaveParticipant', { id: '', code: '', name, respondent: {} })).id;
  const { id } = await desk('Prepare', { participantId, instrumentId: instrument, language });
  await desk('HandOver', { sessionId: id, pin: PIN });
  const session = await kiosk('Session');
  await kiosk('Consent', { yes: true, hash: session.consent.hash });
  const texts = textsOf(instrument, version, language);
  const process = { shownAt: 1, firstActionMs: 2000, totalMs: 12000, changes: 4, means: 'pointer', focusLosses: 0 };
  for (const item of session.items) {
    await kiosk('Visit', { step: item.id, left: '', process: { ...process, totalMs: 0, firstActionMs: 0 } });
    await kiosk('Answer', {
      sessionId: id, itemId: item.id, answer: given(item, rows, texts, other), revision: 0,
      withdrawn: false, process,
    });
  }
  await kiosk('Finish');
  await kiosk('Unlock', PIN);
  await kiosk('Leave', 'finish');
  // A page at the desk that hears of the lock loads itself anew, at any moment.
  for (let tries = 0; ; tries++) {
    try {
      await page.waitForFunction(() => 'go' in window);
      await opened(page);
      break;
    } catch (error) {
      if (tries > 2 || !/context was destroyed/.test(error.message)) throw error;
    }
  }
  return { sessionId: id, participantId };
}

/** The axe checks of a part of the page. */
export async function violations(page, axe, part = 'body') {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate((of) => window.axe.run(of, { resultTypes: ['violations'] }), part);
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`);
}
