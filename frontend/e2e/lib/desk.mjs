// What a counsellor does at the desk, step by step, by the words on screen.
import { givePin, leave } from './pin.mjs';
import { plurals, words } from './words.mjs';

/** The acts of a counsellor whose desk speaks `lang`. */
export function counsellor(app, lang = 'en') {
  const say = words(lang);
  const button = (key, params) => app.page.getByRole('button', { name: say(key, params), exact: true });

  return {
    say,
    plural: plurals(lang),
    button,

    /** Waits for the list of participants. */
    async list() {
      await app.page.getByRole('heading', { level: 1, name: say('desk.people.title') }).waitFor();
    },

    /** Goes through the three steps of a new session; `when` is "now" or "later". */
    async newSession({ name = '', code = '', age = '', language = 'English', when = 'now' } = {}) {
      await app.page.getByRole('button', { name: say('desk.new.title') }).first().click();
      await app.page.getByRole('textbox', { name: say('desk.person.name'), exact: true }).fill(name);
      if (code) await app.page.getByRole('textbox', { name: say('desk.person.code'), exact: true }).fill(code);
      if (age) await app.page.locator('input[inputmode="numeric"]').fill(age);
      await button('desk.new.next').click();
      await app.page.getByRole('radio', { name: language, exact: true }).check();
      await button('desk.new.next').click();
      await app.page.getByRole('radio', { name: say(`desk.new.when.${when}`) }).check();
      await app.page.locator('button[type="submit"]').click();
    },

    /** On the page before the hand-over: gives the machine away. */
    async handOver() {
      await givePin(app.page);
    },

    /** In the participant's view: the counsellor's way back to the list or the result. */
    async comeBack({ done = false } = {}) {
      await leave(app.page, done ? 'finish' : 'pause', { lang });
    },

    /** On the result: saves the worksheet where the test's dialog says, by keys alone. */
    async saveWorksheet() {
      await button('desk.worksheet.button').press('Enter');
      await button('desk.report.save').press('Enter');
      await app.page.getByRole('dialog').getByText(app.savePath).waitFor();
      await button('desk.common.close').press('Enter');
    },

    /** On the result: saves the report where the test's dialog says. */
    async saveReport() {
      await button('desk.result.report').click();
      await button('desk.report.save').click();
      await app.page.getByRole('dialog').getByText(app.savePath).waitFor();
      await button('desk.common.close').click();
    },
  };
}
