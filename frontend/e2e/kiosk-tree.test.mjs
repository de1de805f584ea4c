// What a screen reader is given: Chromium's own accessibility tree, and what is
// announced while somebody answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { eventually } from './lib/eventually.mjs';
import { begin, handOver, ways } from './lib/participant.mjs';
import { agree, toItem } from './lib/tour.mjs';
import { hears, treeOf } from './lib/tree.mjs';

/** Fails unless every wanted line stands in the tree, in that order. */
function assertInOrder(lines, wanted, where) {
  let from = 0;
  for (const pattern of wanted) {
    const at = lines.findIndex((line, i) => i >= from && (pattern instanceof RegExp ? pattern.test(line) : line === pattern));
    assert.ok(at >= 0, `${where}: no ${pattern} from line ${from} on in\n${lines.join('\n')}`);
    from = at + 1;
  }
}

/** Waits for a tree with these lines, and gives it. */
const treeWith = (page, wanted, where) =>
  eventually(async () => {
    const lines = await treeOf(page);
    assertInOrder(lines, wanted, where);
    return lines;
  });

test('the ranking in the tree: names, roles, states, and what is said', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 } });
  const { page } = app;
  await handOver(app);
  await begin(page);
  const stem = await page.locator('.stem').textContent();
  const endings = await page.locator('.home .txt').allTextContents();
  const open = (i) => `button "${endings[i]}, not placed yet"`;
  const lines = await treeWith(page, [
    /^combobox "Language"/, /^button "For the counsellor"/,
    new RegExp(`^group "${stem.replace(/[.?]/g, '.')}" described “Press an ending`),
    `heading "${stem}" level 1`,
    'list "Your order, from most like me to least like me"', 'listitem', 'listitem', 'listitem', 'listitem',
    'list "Endings not placed yet"', `${open(0)} focused`, open(1), open(2), open(3),
    'button "Back"', 'button "Next"', /^status "" live polite/,
  ], 'an empty set');
  assert.equal(lines.filter((line) => line.startsWith('status')).length, 2, 'one region of the control, one of the page for what cannot be saved');

  const heard = await hears(page);
  // One after the other, as a person does: what is said last replaces what was not yet said.
  const said = (times) => eventually(async () => assert.equal((await heard()).length, times));
  const tapped = async (position, times) => { await ways.tap(page, [position]); await said(times); };
  await tapped(2, 1);
  await tapped(0, 2);
  const half = await treeWith(page, [
    `button "${endings[2]}, rank 4, most like me"`, `button "Move up: ${endings[2]}" disabled`, `button "Move down: ${endings[2]}"`,
    `button "${endings[0]}, rank 3, more like me"`, `button "Move up: ${endings[0]}"`,
    'list "Endings not placed yet"', `${open(1)} focused`, open(3), 'button "Undo"',
  ], 'a half-filled set');
  assert.equal(half.filter((line) => line.startsWith('listitem')).length, 4 + 2, 'vacated homes are no items');
  await tapped(3, 3);
  await page.locator('.saved').waitFor();
  await page.keyboard.press('Backspace');
  await said(4);
  await page.locator('.foot .go').click();
  await said(5);
  await page.waitForTimeout(100); // and nothing more
  assert.deepEqual(await heard(), [
    `${endings[2]}, rank 4, most like me, 1 of 4 placed.`,
    `${endings[0]}, rank 3, more like me, 2 of 4 placed.`,
    `${endings[3]}, rank 2, less like me, 4 of 4 placed. ${endings[1]} took the last place: rank 1, least like me.`,
    `${endings[3]}, taken back, 3 of 4 placed.`,
    'One ending is not placed yet. And after that?',
  ]);
});

/** Each other control: its lines before and after an act, and what is said of it. */
const controls = {
  i1: {
    before: [/^radiogroup "I look at the map .*well\." described “Choose one answer/, /^heading "I look at the map.*" level 1/, 'radio "does not fit at all" focused', 'radio "fits a little"', 'radio "does not apply to me"', 'checkbox "Go on by itself after I have answered" checked'],
    act: (page) => page.keyboard.press('Shift+Tab').then(() => page.keyboard.press('Tab')).then(() => page.keyboard.press('ArrowDown')),
    after: ['radio "fits a little" checked focused'],
    heard: [],
  },
  i3: {
    before: [/^radiogroup "How do you get around most often\?"/, /^radio ".+" focused$/, /^radio ".+"$/, /^radio ".+"$/, /^radio ".+"$/],
    act: async (page) => { await page.keyboard.press('4'); await page.keyboard.press('Backspace'); },
    after: [/^radio ".+"$/, /^radio ".+"$/, /^radio ".+"$/, /^radio ".+" focused$/],
    heard: ['Answer taken back.'],
  },
  i5: {
    before: [/^group "Which two would you like to use more\?" described “Choose exactly 2\./, /^checkbox ".+" focused$/, /^checkbox ".+"$/, /^checkbox ".+"$/, /^checkbox ".+"$/],
    act: async (page) => { for (const digit of '123') await page.keyboard.press(digit); },
    after: [/^checkbox ".+" checked$/, /^checkbox ".+" checked$/, /^checkbox ".+" focused$/],
    heard: ['2 are chosen, and no more fit. Take one back first.'],
  },
  i6: {
    before: [/^group "What was the temperature/, /^textbox "What was the temperature.*" focused described “A number from −5 to 40\. degrees/, 'group "Number pad"', 'button "7"', 'button "Erase the last sign"'],
    act: async (page) => { await page.keyboard.type('99'); await page.locator('.foot .go').focus(); },
    after: [/^textbox "What was the temperature.*" invalid/],
    heard: ['Please give a number from −5 to 40. This one is not saved.'],
  },
  i7: {
    before: [/^slider "How was the last way that you took\?" focused described “as tiring as can be/, /^textbox "Or type the number How was the last way/],
    act: (page) => page.keyboard.press('ArrowRight'),
    after: [/^slider "How was the last way that you took\?" focused/],
    heard: [],
  },
  i9: {
    before: [/^group "What would make your ways better\?"/, /^textbox "What would make your ways better\?" focused described “Please do not write anybody’s name\. *300 characters left/],
    act: (page) => page.locator('.entry').fill('x'.repeat(301)),
    after: [/^textbox .* invalid/],
    heard: ['One character too many. Shorten it a little; it is not saved like this.'],
  },
  i10: {
    before: [/^group "What matters to you on the way\?"/, 'group "Columns"', 'button "most important, 0 of 1" disabled', 'list "most important, 0 of 1"', 'list "Cards not placed yet"', /^button ".+, not placed yet" focused/],
    act: async (page) => { await page.keyboard.press('Space'); await page.waitForFunction(() => window.heard.length === 1); await page.keyboard.press('1'); },
    after: ['button "most important, 1 of 1" disabled', 'list "most important, 1 of 1"', 'listitem', /^button ".*, in “most important”"/],
    heard: [/^Now press the column for/, /: most important, 1 of 5 placed\.$/],
  },
};

test('every other control in the tree, and what is said', async (t) => {
  const app = await startApp(t, { viewport: { width: 1024, height: 640 }, instruments: ['every-control'] });
  const { page } = app;
  await handOver(app, { instrument: 'every-control' });
  await agree(page);
  for (const [id, { before, act, after, heard }] of Object.entries(controls)) {
    await toItem(page, id);
    await treeWith(page, before, `${id} before`);
    const said = await hears(page);
    await act(page);
    await treeWith(page, after, `${id} after`);
    await eventually(async () => assert.ok((await said()).length >= heard.length, `${id} said ${JSON.stringify(await said())}`));
    await page.waitForTimeout(120); // and nothing more
    const words = await said();
    assert.equal(words.length, heard.length, `${id} said ${JSON.stringify(words)}`);
    for (const [i, want] of heard.entries()) assert.match(words[i], want instanceof RegExp ? want : new RegExp(want.replace(/[.?]/g, '\\$&')), id);
  }
});

test('the tree notices a name, a state and a region that are gone', async (t) => {
  const app = await startApp(t, { instruments: ['every-control'] });
  const { page } = app;
  await handOver(app, { instrument: 'every-control' });
  await agree(page);
  await toItem(page, 'i3');
  const plant = [
    ['.ask', (e) => e.removeAttribute('aria-labelledby'), controls.i3.before],
    ['.option input', (e) => e.setAttribute('aria-label', 'something else'), controls.i3.before],
    ['.kiosk .sr[role="status"]', (e) => e.removeAttribute('role'), [/^status "" live polite/]],
  ];
  for (const [selector, spoil, wanted] of plant) {
    await page.locator(selector).first().evaluate(spoil);
    await eventually(async () => {
      const lines = (await treeOf(page)).filter((line) => !line.includes('described “could not'));
      if (selector.startsWith('.kiosk')) assert.equal(lines.filter((line) => /^status/.test(line)).length, 1);
      else assert.throws(() => assertInOrder(lines, wanted, selector), selector);
    });
  }
});
