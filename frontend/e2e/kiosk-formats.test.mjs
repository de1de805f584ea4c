// Every response type at the real page: by keys alone, by taps alone, by touch,
// and as a screen reader is told about it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { assertGiven, complete, means } from './lib/hands.mjs';
import { assertSpoken, handOver, session } from './lib/participant.mjs';
import { agree, hold, toItem as show } from './lib/tour.mjs';

const every = { instruments: ['every-control'] };

/** Hands over the instrument that has every control, the notice agreed to. */
async function openControls(app) {
  await handOver(app, { instrument: 'every-control' });
  await agree(app.page);
}

const saved = (page) => page.locator('.saved[data-state="saved"]').waitFor();
const at = (page, number, total) =>
  page.locator('.where', { hasText: new RegExp(`^(Question|Pertanyaan) ${number} (of|dari) ${total}$`) }).waitFor();
const given = async (page, id) => (await session(page)).items.find((item) => item.id === id).answer;

/** Keeps what the page sends to a method; gives the way to read it. */
async function watchCalls(page, method) {
  await page.evaluate((name) => {
    const kiosk = window.go.kiosk.Kiosk;
    const real = kiosk[name];
    const sent = [];
    window.sent = { ...window.sent, [name]: sent };
    kiosk[name] = (request) => (sent.push(request), real(request));
  }, method);
  return () => page.evaluate((name) => window.sent[name], method);
}

for (const [by, size] of [['touch', { width: 1024, height: 640 }], ['touch', { width: 512, height: 320 }], ['tap', { width: 1440, height: 900 }], ['keys', { width: 1024, height: 640 }]]) {
  test(`every control by ${by}, ${size.width} × ${size.height}: what is given is stored, by this hand alone`, async (t) => {
    const app = await startApp(t, { ...every, viewport: size, context: means[by].context });
    const { page } = app;
    await handOver(app, { instrument: 'every-control' });
    const sent = await watchCalls(page, 'Answer');
    const { seen, items, given } = await complete(page, by);
    assert.ok(['practice', 'item', 'review', 'end'].every((kind) => seen.includes(kind)), seen.join(' '));
    const answered = new Map((await sent()).map((answer) => [answer.itemId, answer.process]));
    for (const { id, type } of items) {
      // Own words are typed, with whatever hand the field was found.
      assert.equal(answered.get(id).means, by === 'keys' || type === 'text' ? 'keyboard' : 'pointer', type);
    }
    // The control: other values are not what is stored.
    for (const [i, part] of given.entries()) {
      const [name] = Object.keys(part);
      const other = { [name]: Array.isArray(part[name]) ? part[name].map((x) => x + 1) : `${part[name]}1` };
      await assert.rejects(assertGiven(page, given.with(i, other)), new RegExp(`number ${i + 1}`), items[i].type);
    }
    app.assertQuiet();
  });
}

test('a card sort: one goes back to the pile, the stored sort waits, another takes its place', async (t) => {
  const app = await startApp(t, every);
  const { page } = app;
  await openControls(app);
  await show(page, 'i10');
  for (const column of [0, 1, 1, 1]) {
    await page.locator('.pile .card').first().click();
    await page.locator('.head-of').nth(column).click();
  }
  await saved(page);
  assert.equal(await page.locator('.pile .card').count(), 0, 'the last card goes to the last place by itself');
  const { columns } = await given(page, 'i10');
  await page.locator('.list').first().locator('.card').click();
  await page.locator('.tell .btn').click();
  await page.locator('.missing.calm').waitFor();
  assert.deepEqual((await given(page, 'i10')).columns, columns, 'what is stored stays until a new sort is whole');
  await page.locator('.mid .btn.link').click();
  await saved(page);
  app.assertQuiet();
});

test('a scale: nothing is chosen, digits and arrows choose, Backspace and undo take back', async (t) => {
  const app = await startApp(t, every);
  const { page } = app;
  const { keyboard } = page;
  const marked = () => page.locator('.option input').evaluateAll((all) => all.findIndex((e) => e.checked));
  await openControls(app);
  await show(page, 'i2');
  assert.equal(await marked(), -1);
  for (const key of ['7', '0', 'x', 'Escape', 'F5', 'Control+1', 'Shift+1']) await keyboard.press(key);
  assert.equal(await marked(), -1, 'keys without a function do nothing');
  await keyboard.press('4');
  await saved(page);
  assert.equal(await marked(), 3);
  await keyboard.press('ArrowRight');
  assert.equal(await marked(), 4);
  await keyboard.down('ArrowLeft');
  for (let i = 0; i < 5; i++) await keyboard.down('ArrowLeft');
  await keyboard.up('ArrowLeft');
  assert.equal(await marked(), 3, 'a held arrow goes one step');
  await keyboard.press('Backspace');
  assert.equal(await marked(), -1);
  await assertSpoken(page, 'Answer taken back.');
  await page.locator('.missing.calm').waitFor();
  assert.equal(await page.locator('.saved').count(), 0, 'no “Saved” beside an answer that is not there');
  await keyboard.press('Control+z');
  assert.equal(await marked(), 3);
  await saved(page);
  await page.locator('.option').nth(1).dblclick();
  assert.equal(await marked(), 1, 'a double click is one answer');
  app.assertQuiet();
});

test('a scale goes on by itself where the manifest says so, never from the last, never on the way back', async (t) => {
  const app = await startApp(t, every);
  const { page } = app;
  await openControls(app);
  await show(page, 'i1');
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(800);
  await at(page, 1, 10);
  await page.keyboard.press('Backspace');
  await page.locator('.option').nth(2).click();
  await at(page, 2, 10);
  await page.locator('.back').click();
  await at(page, 1, 10);
  await page.waitForTimeout(800);
  await page.locator('.option').nth(3).click();
  await saved(page);
  await page.waitForTimeout(800);
  await at(page, 1, 10);
  assert.deepEqual((await given(page, 'i1')).chosen, [3]);
  await page.locator('.go').click();
  await at(page, 2, 10);
  await page.locator('.option').first().click();
  await page.waitForTimeout(800);
  await at(page, 2, 10);
  app.assertQuiet();
});

test('several of a list: bounds, none of these, and no more than fit', async (t) => {
  const app = await startApp(t, every);
  const { page } = app;
  const checked = () => page.locator('.option input').evaluateAll((all) => all.flatMap((e, i) => (e.checked ? [i] : [])));
  await openControls(app);
  await show(page, 'i4');
  await page.locator('.option').nth(1).click();
  await page.keyboard.press('4');
  assert.deepEqual(await checked(), [1, 3]);
  await page.keyboard.press('5');
  assert.deepEqual(await checked(), [4], 'none of these excludes the others');
  await saved(page);
  assert.deepEqual((await given(page, 'i4')).chosen, []);
  await page.reload();
  await page.locator('.ask').waitFor();
  assert.deepEqual(await checked(), [4], 'none is an answer, also after a restart');
  await page.locator('.option').nth(0).click();
  assert.deepEqual(await checked(), [0]);

  await show(page, 'i5');
  await page.locator('.option').nth(0).click();
  await page.locator('.go').click();
  assert.equal(await page.locator('.missing').textContent(), 'Choose one more.');
  await page.locator('.option').nth(2).click();
  await saved(page);
  await page.locator('.option').nth(3).click();
  assert.deepEqual(await checked(), [0, 2]);
  assert.equal(await page.locator('.calm-fault').textContent().then((x) => x.trim()), '2 are chosen, and no more fit. Take one back first.');
  assert.deepEqual((await given(page, 'i5')).chosen, [0, 2]);
  app.assertQuiet();
});

test('a number: by keys and by the pad, outside the range said calmly and not saved', async (t) => {
  const app = await startApp(t, every);
  const { page } = app;
  await openControls(app);
  await show(page, 'i6');
  const field = page.locator('.entry');
  assert.equal(await field.inputValue(), '');
  await page.keyboard.type('99');
  await page.locator('.go').click();
  assert.match(await page.locator('.calm-fault').textContent(), /Please give a number from −5 to 40\. This one is not saved\./);
  assert.equal(await page.locator('.saved').count(), 0);
  assert.equal((await given(page, 'i6')).number, '');
  await field.fill('');
  for (const key of ['−', '2', '.', '5']) await page.locator('.pad').getByRole('button', { name: key, exact: true }).click();
  assert.equal(await field.inputValue(), '−2.5');
  await saved(page);
  assert.equal((await given(page, 'i6')).number, '-2.5');
  await page.getByRole('button', { name: 'Erase the last sign' }).click();
  await page.getByRole('button', { name: 'Erase the last sign' }).click();
  await saved(page);
  assert.equal((await given(page, 'i6')).number, '-2');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await field.inputValue(), '−2.5');
  await field.fill('twelve');
  await page.locator('.calm-fault', { hasText: /digits alone/ }).waitFor();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  app.assertQuiet();
});

test('a slider has no value until it is touched, and takes a typed one', async (t) => {
  const app = await startApp(t, every);
  const { page } = app;
  await openControls(app);
  await show(page, 'i7');
  const line = page.locator('.line input');
  assert.equal(await line.getAttribute('aria-valuetext'), 'not answered yet');
  assert.equal(await page.locator('.entry').inputValue(), '');
  await page.keyboard.press('Space');
  assert.equal(await line.getAttribute('aria-valuetext'), '5', 'the middle can be meant too');
  await page.keyboard.press('ArrowRight');
  assert.equal(await line.getAttribute('aria-valuetext'), '5.5');
  await saved(page);
  await page.keyboard.press('Backspace');
  assert.equal(await line.getAttribute('aria-valuetext'), 'not answered yet');
  const box = await line.boundingBox();
  await page.mouse.click(box.x + box.width * 0.9, box.y + box.height / 2);
  await saved(page);
  assert.equal((await given(page, 'i7')).number, '9');
  await page.locator('.entry').fill('7.3');
  await page.locator('.go').click();
  assert.match(await page.locator('.calm-fault').textContent(), /steps of 0\.5: 0, 0\.5/);
  await page.locator('.entry').fill('7,5');
  await saved(page);
  assert.equal((await given(page, 'i7')).number, '7.5');
  assert.equal(await line.evaluate((e) => e.value), '7.5');
  app.assertQuiet();
});

test('a drag along the line is one act, and a look at the field none', async (t) => {
  const app = await startApp(t, every);
  const { page } = app;
  await openControls(app);
  await show(page, 'i7');
  const sent = await watchCalls(page, 'Answer');
  const box = await page.locator('.line input').boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.2, y);
  await page.mouse.down();
  for (const part of [0.3, 0.4, 0.5, 0.6]) await page.mouse.move(box.x + box.width * part, y);
  await page.mouse.up();
  await saved(page);
  for (const _ of 'xx') await page.keyboard.press('Tab');
  const { process } = (await sent()).at(-1);
  assert.deepEqual([process.changes, process.means], [1, 'pointer']);
  const left = await watchCalls(page, 'Visit');
  await page.locator('.go').click();
  await at(page, 8, 10);
  assert.deepEqual((await left()).map((visit) => [visit.left, visit.process.changes, visit.process.means]), [['i7', 1, 'pointer']]);
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await at(page, 7, 10);
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await page.locator('.entry').inputValue(), '', 'undone in one step');
  app.assertQuiet();
});

test('a text is saved when the hand rests or leaves, and says how much room is left', async (t) => {
  const app = await startApp(t, every);
  const { page } = app;
  await openControls(app);
  await show(page, 'i8');
  const letGo = await hold(page, 'Answer');
  await page.keyboard.type('umbrella');
  await page.waitForFunction(() => window.held.length === 1);
  assert.equal(await page.locator('.saved[data-state="saved"]').count(), 0, 'not “Saved” before the commit');
  await letGo();
  await saved(page);
  assert.equal((await given(page, 'i8')).text, 'umbrella');
  await page.keyboard.type(' and a much too long list of things');
  await page.locator('.room.over').waitFor();
  assert.equal(await page.locator('.room').textContent(), '3 characters too many. Shorten it a little; it is not saved like this.');
  await page.locator('.go').click();
  await at(page, 8, 10);
  await page.locator('.entry').press('End');
  for (let i = 0; i < 3; i++) await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await at(page, 9, 10);
  assert.equal((await given(page, 'i8')).text, 'umbrella and a much too long list of thi');
  await page.keyboard.type('Benches.');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Trees.');
  await page.locator('.back').click();
  await at(page, 8, 10);
  assert.equal((await given(page, 'i9')).text, 'Benches.\nTrees.', 'leaving saves at once');
  app.assertQuiet();
});

test('a card sort by keys alone: arrows, digits, a full column, back and undo', async (t) => {
  const app = await startApp(t, every);
  const { page } = app;
  const { keyboard } = page;
  const lying = () => page.locator('.list').evaluateAll((all) => all.map((l) => [...l.querySelectorAll('.card')].map((c) => Number(c.dataset.position))));
  await openControls(app);
  await show(page, 'i10');
  await keyboard.press('ArrowRight');
  await keyboard.press('1');
  assert.deepEqual(await lying(), [[1], [], []]);
  await assertSpoken(page, /: most important, 1 of 5 placed\.$/);
  await keyboard.press('1');
  assert.deepEqual(await lying(), [[1], [], []]);
  await assertSpoken(page, '“most important” is full. Take a card out of it first.');
  for (let i = 0; i < 3; i++) await keyboard.press('2');
  assert.deepEqual((await lying()).map((l) => l.length), [1, 3, 1], 'the last one went by itself');
  await saved(page);
  const stored = (await given(page, 'i10')).columns;
  await keyboard.press('Control+z');
  assert.deepEqual((await lying()).map((l) => l.length), [1, 2, 0]);
  assert.deepEqual((await given(page, 'i10')).columns, stored);
  for (let i = 0; i < 3 && (await page.locator('.list .card:focus').count()) === 0; i++) await keyboard.press('ArrowUp');
  await keyboard.press('Backspace');
  await assertSpoken(page, /, back on the pile, 2 of 5 placed\.$/);
  await keyboard.press('Space');
  await assertSpoken(page, /^Now press the column for/);
  await keyboard.press('Escape');
  assert.equal(await page.locator('.picked').count(), 0);
  app.assertQuiet();
});

for (const [language, space, enter] of [['en', 'Space picks up', 'Enter goes on'], ['id', 'Spasi mengambil', 'Enter lanjut']]) {
  test(`a card sort names the keys that pick up and lead on, and they do: ${language}`, async (t) => {
    const app = await startApp(t, { ...every, viewport: { width: 1024, height: 640 } });
    const { page } = app;
    await handOver(app, { instrument: 'every-control', language });
    await agree(page);
    await show(page, 'i10');
    const [line, how] = [await page.locator('.keys').textContent(), await page.locator('.sort > .sr').textContent()];
    for (const words of [space, enter]) assert.ok(line.includes(words), line);
    for (const key of [space, enter]) assert.ok(how.includes(key.split(' ')[0]), how);
    await page.keyboard.press('Space');
    await page.locator('.picked').waitFor();
    if (process.env.KITEWISE_SHOTS) await page.screenshot({ path: `${process.env.KITEWISE_SHOTS}/cards-${language}.png` });
    for (const column of '1222') await page.keyboard.press(column);
    await saved(page);
    await page.locator('.list .card').first().focus();
    await page.waitForTimeout(600);
    await page.keyboard.press('Enter');
    await page.locator('.setlist').waitFor();
    app.assertQuiet();
  });
}

test('a scale that goes on by itself waits when the participant says so', async (t) => {
  const app = await startApp(t, every);
  const { page } = app;
  await openControls(app);
  await show(page, 'i1');
  const itself = page.getByRole('checkbox', { name: 'Go on by itself after I have answered' });
  assert.equal(await itself.isChecked(), true);
  await itself.uncheck();
  await page.locator('.option').nth(2).click();
  await page.waitForTimeout(800);
  await at(page, 1, 10);
  await page.locator('.go').click();
  await at(page, 2, 10);
  assert.equal(await itself.count(), 0, 'the last of a section never goes on by itself');
  await page.locator('.back').click();
  await at(page, 1, 10);
  assert.equal(await itself.isChecked(), false, 'it is kept');
  await itself.check();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('3');
  await at(page, 2, 10);
  app.assertQuiet();
});

test('no id and no value of an option in the page or on the wire', async (t) => {
  const app = await startApp(t, every);
  const { page } = app;
  await openControls(app);
  const secret = /q(q\d|foot|bike|bus|car|k\d)\b/;
  for (const id of ['i1', 'i3', 'i4', 'i10']) {
    await show(page, id);
    if (id === 'i10') await page.keyboard.press('2');
    else await page.keyboard.press('3');
    await page.waitForTimeout(200);
    assert.doesNotMatch(await page.content(), secret, id);
    assert.doesNotMatch(await page.locator('.ask').evaluate((e) => e.outerHTML), /\b(17|27|37|47|51|71|91)\b/, id);
  }
  const wire = JSON.stringify(await session(page));
  assert.doesNotMatch(wire, secret);
  assert.doesNotMatch(wire, /[:,[]"?(7|17|27|37|47|51|71|91)"?[,\]}]/);
});
