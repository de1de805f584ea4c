// The counsellor's way between desk and participant: with the PIN, both ways.
import { PIN, unlockDesk } from './porter.mjs';
import { words } from './words.mjs';

export { PIN };

/** On the page before the hand-over: sets the PIN the first time, gives it, and hands over. */
export async function givePin(page, pin = PIN) {
  const fields = page.locator('.hand input[type="password"]');
  await fields.first().waitFor();
  for (let i = 0; i < (await fields.count()); i++) await fields.nth(i).fill(pin);
  await page.locator('.hand button[type="submit"]').click();
  await page.locator('.kiosk').waitFor();
}

/** In the participant's view, in its language: opens the acts with the PIN. */
export async function unlock(page, { lang = 'en', pin = PIN } = {}) {
  const say = words(lang);
  await page.getByRole('button', { name: say('kiosk.counsellor.open'), exact: true }).click();
  await page.locator('dialog[open] input[type="password"]').fill(pin);
  await page.getByRole('button', { name: say('kiosk.counsellor.unlock'), exact: true }).click();
  await page.locator('dialog[open] .choices').waitFor();
}

/**
 * In the participant's view, in its language: out of it by one of the acts, which
 * stand in the desk's: "finish", "pause", "discard", or "resume", which stays;
 * "desk" for a session that was declined.
 * `as` names who opens the desk then, where several can.
 */
export async function leave(page, act = 'pause', { lang = 'en', pin = PIN, as = {} } = {}) {
  await unlock(page, { lang, pin });
  const say = words(await page.evaluate(() => document.documentElement.lang));
  await page.locator('dialog[open]').getByRole('button', { name: say(`kiosk.act.${act}`), exact: true }).click();
  if (act === 'discard') await page.getByRole('button', { name: say('kiosk.discard.confirm'), exact: true }).click();
  if (act === 'resume') return page.locator('.kiosk .main').waitFor();
  await unlockDesk(page, as.passphrase, as.name);
}
