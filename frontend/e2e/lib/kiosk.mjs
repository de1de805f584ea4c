// What a participant does, step by step. The language is the session's.
import { introduced, rested } from './participant.mjs';
import { words } from './words.mjs';

/** The acts of a participant in `lang`. */
export function participant(app, lang = 'en') {
  const say = words(lang);
  const button = (key, params) => app.page.getByRole('button', { name: say(key, params), exact: true });
  const stem = () => app.page.locator('.rank .stem');

  return {
    say,
    button,
    stem,

    /** From the welcome over consent, practice and the first instruction to the first set. */
    async begin() {
      await button('kiosk.nav.begin').click();
      await button('kiosk.consent.yes').click();
      await introduced(app.page);
      await button('kiosk.nav.next').click();
      await stem().waitFor();
    },

    /** The endings in the displayed order, by their texts. */
    async endings() {
      const items = app.page.locator('.rank [data-position]');
      const pairs = await items.evaluateAll((all) => all.map((el) => [Number(el.dataset.position), el.querySelector('.txt').textContent]));
      return pairs.sort(([a], [b]) => a - b).map(([, text]) => text);
    },

    /** Ranks the set on screen by clicks: `order` lists displayed positions from most to least. */
    async rank(order) {
      for (const position of order.slice(0, -1)) {
        await app.page.locator(`.rank .tray [data-position="${position}"] button.ending`).click();
      }
      await this.saved();
    },

    /** Waits until the page says that the set is saved. */
    async saved() {
      await app.page.getByText(say('kiosk.save.saved'), { exact: true }).first().waitFor();
    },

    /** Goes on from a set; over the instruction of the next section too. */
    async next() {
      const before = await stem().textContent();
      await button('kiosk.nav.next').click();
      // Another set, the review, or the break; nothing that stands there in between.
      await app.page.waitForFunction((old) => {
        const now = document.querySelector('.rank .stem');
        return now === null ? document.querySelector('.setlist, .pause') !== null : now.textContent !== old;
      }, before);
      if ((await app.page.locator('.pause').count()) > 0) {
        await rested(app.page);
        await stem().waitFor();
      }
    },

    /** Answers every set from the one on screen to the review; `orderOf(n)` for the n-th. */
    async answerAll(orderOf = () => [0, 1, 2, 3], { from = 0 } = {}) {
      let n = from;
      await stem().waitFor();
      for (; (await stem().count()) > 0; n++) {
        await this.rank(orderOf(n));
        await this.next();
      }
      return n;
    },

    /** From the review: hands in and waits for the closing screen. */
    async finish() {
      await button('kiosk.review.finish').click();
      await button('kiosk.finish.yes').click();
      await app.page.getByRole('heading', { name: say('kiosk.end.call') }).waitFor();
    },
  };
}
