// A participant at the real page: by taps, by the arrows beside the endings, by
// dragging, or by keys alone. An order lists displayed positions from the
// highest place down.
import assert from 'node:assert/strict';
import { eventually } from './eventually.mjs';
import { PIN } from './pin.mjs';

/** Makes a participant and a session by the desk's methods, hands over, and shows the page. */
export async function handOver(app, { name = 'Dewi', language = 'en', instrument = 'learning-cycle' } = {}) {
  const sessionId = await app.page.evaluate(async (who) => {
    const desk = window.go.desk.Desk;
    const person = await desk.SaveParticipant({ id: '', code: '', name: who.name, respondent: {} });
    const session = await desk.Prepare({ participantId: person.id, instrumentId: who.instrument, language: who.language });
    await desk.HandOver({ sessionId: session.id, pin: who.pin });
    return session.id;
  }, { name, language, instrument, pin: PIN });
  await app.page.reload();
  await app.page.locator('.kiosk .main').waitFor();
  return sessionId;
}

/** What Go holds for the participant's page. */
export const session = (page) => page.evaluate(() => window.go.kiosk.Kiosk.Session());

/** Some order of four, another one for every number. */
export function orderOf(number) {
  const left = [0, 1, 2, 3];
  return [6, 2, 1, 1].map((f, i) => left.splice(Math.floor((number * 7) / f) % left.length, 1)[0] ?? i);
}

/** The ranks by displayed position of an order. */
export const ranksOf = (order) => order.map((_, position) => 4 - order.indexOf(position));

/** The order on screen, null for an open place. */
export async function shown(page) {
  return page.locator('.slot').evaluateAll((slots) =>
    slots.map((slot) => {
      const item = slot.querySelector('.item');
      return item === null ? null : Number(item.dataset.position);
    }),
  );
}

/** Waits until that is the order on screen. */
export const assertShown = (page, order, message) => eventually(async () => assert.deepEqual(await shown(page), order, message));

const said = (page) => page.locator('.kiosk > [role="status"]').last().textContent();

/** Waits until that is what was said last to a screen reader: the region is empty for a moment before. */
export const assertSpoken = (page, wanted) =>
  eventually(async () => (wanted instanceof RegExp ? assert.match : assert.equal)(await said(page), wanted));

/** Presses Enter so many times in a row, sent at once: no turn of a busy machine lies in between. */
export async function quickEnter(page, times) {
  const cdp = await page.context().newCDPSession(page);
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 };
  const sent = Array.from({ length: times }).flatMap(() => [{ ...enter, type: 'keyDown', text: '\r' }, { ...enter, type: 'keyUp' }]);
  await Promise.all(sent.map((event) => cdp.send('Input.dispatchKeyEvent', event)));
  await cdp.detach();
}

const ending = (page, position) => page.locator(`.item[data-position="${position}"] .ending`);
const handle = (page, position) => page.locator(`.item[data-position="${position}"] .grip`);

/** Three taps. */
async function byTap(page, order) {
  for (const position of order.slice(0, 3)) await ending(page, position).click();
}

/** Placed as they come, then moved by the up and down buttons alone. */
async function byButtons(page, order) {
  await byTap(page, [0, 1, 2]);
  for (let place = 0; place < order.length; place++) {
    for (let tries = 0; tries < 4; tries++) {
      const at = (await shown(page)).indexOf(order[place]);
      if (at <= place) break;
      await page.locator(`.item[data-position="${order[place]}"] .up`).click();
      await page.mouse.move(2, 2);
      await page.locator(`.item[data-position="${order[place]}"] .ending`).hover();
    }
  }
}

/** Each by its handle onto its place. */
async function byDrag(page, order) {
  for (const [place, position] of order.slice(0, 3).entries()) {
    await ending(page, position).hover();
    const from = await handle(page, position).boundingBox();
    const to = await page.locator('.slot').nth(place).boundingBox();
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x, from.y - 30, { steps: 3 });
    await page.mouse.move(to.x + 400, to.y + to.height / 2, { steps: 6 });
    await page.mouse.up();
  }
}

/** Digits on whatever ending has the focus, found by arrows. */
async function byKeys(page, order) {
  for (const [place, position] of order.slice(0, 3).entries()) {
    await focusByArrows(page, position);
    await page.keyboard.press(String(4 - place));
  }
}

/** Goes up to the first ending, then down and sideways until the wanted one has the focus. */
export async function focusByArrows(page, position) {
  const focused = () => page.evaluate(() => document.activeElement?.closest('.item')?.dataset.position);
  for (const key of ['ArrowUp', 'ArrowLeft', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowDown', 'ArrowRight']) {
    for (let i = 0; i < 4; i++) {
      if ((await focused()) === String(position)) return;
      await page.keyboard.press(key);
    }
  }
  assert.equal(await focused(), String(position), 'no arrow leads to the ending');
}

export const ways = { tap: byTap, buttons: byButtons, drag: byDrag, keys: byKeys };

/** Tab until the button with that name has the focus, then Enter. */
export async function pressByKeys(page, name) {
  for (let i = 0; i < 40; i++) {
    const here = await page.evaluate(() => document.activeElement?.textContent.trim() ?? '');
    if (name instanceof RegExp ? name.test(here) : here === name) return page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to "${name}"`);
}

/** On from the word of welcome after a resumption; gives what it says. */
export async function welcomedBack(page) {
  await page.locator('.where', { hasText: /^(Welcome back|Selamat datang kembali)$/ }).waitFor();
  const words = (await page.locator('.main .lede').textContent()).replace(/\s+/g, ' ').trim();
  await page.locator('.go').click();
  await page.locator('.where', { hasText: /^(Welcome back|Selamat datang kembali)$/ }).waitFor({ state: 'detached' });
  return words;
}

/** Waits until the header says so. */
export const atSet = (page, number, total = 20) =>
  page.locator('.where', { hasText: new RegExp(`^Set ${number} (of|dari) ${total}$`) }).waitFor();

/** From the welcome over the consent, how it works and the practice to the first set. */
export async function begin(page) {
  await page.locator('.go').click();
  await page.locator('.told').waitFor();
  await page.locator('.go').click();
  await introduced(page);
  await page.locator('.go').click();
  await atSet(page, 1);
}

/** Over how it works and a practice that says what was meant, to the instruction. */
export async function introduced(page) {
  await page.locator('.points').waitFor();
  await page.locator('.go').click();
  await page.locator('.practice').waitFor();
  await byTap(page, [0, 1, 2]);
  await page.locator('.go').click();
  await page.locator('.check .btn.primary').click();
  await page.locator('.practice').waitFor({ state: 'detached' });
}

/** Over the break and the instruction to the next section. */
export async function rested(page) {
  await page.locator('.pause').waitFor();
  await page.locator('.go').click();
  await page.locator('.pause').waitFor({ state: 'detached' });
  await page.locator('.go').click();
}

/** Answers sets `from` to `to` in a way and presses Next after each; the break screen included. */
export async function answer(page, way, { from = 1, to = 20 } = {}) {
  for (let number = from; number <= to; number++) {
    if (number === 13 && (await page.locator('.rank').count()) === 0) await rested(page);
    await atSet(page, number);
    await ways[way](page, orderOf(number));
    await assertShown(page, orderOf(number), `set ${number} by ${way}`);
    await page.locator('.saved[data-state="saved"]').waitFor();
    await page.locator('.go').click();
    await page.waitForFunction((n) => !document.querySelector('.where')?.textContent.startsWith(`Set ${n} `), number);
  }
}

/** Every set holds the order that `answer` gave it. */
export async function assertStored(page, { from = 1, to = 20 } = {}) {
  const { items } = await session(page);
  for (let number = from; number <= to; number++) {
    assert.deepEqual(items[number - 1].answer.ranks, ranksOf(orderOf(number)), `stored set ${number}`);
  }
}

/** From the review to the end. */
export async function finish(page) {
  await page.locator('.go').click();
  await page.locator('.setlist').waitFor({ state: 'detached' });
  await page.locator('.go').click();
  await page.locator('.last .call').waitFor();
}
