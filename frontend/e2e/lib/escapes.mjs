// What would lead out of the participant's page, and a watch that notices when
// something did.
import { writeFile } from 'node:fs/promises';

const key = (chord) => ({ name: chord, run: ({ page }) => page.keyboard.press(chord) });
const letters = (chords) => chords.map(key);

/** Puts a file from outside over the middle of the page and lets it go. */
async function drop({ page, cdp, file }) {
  await writeFile(file, '<h1>from outside</h1>');
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await cdp.send('Input.dispatchDragEvent', { type, x: 400, y: 200, data });
  await page.waitForTimeout(100);
}

/** The side buttons of a mouse. */
const side = (button) => async ({ cdp }) => {
  for (const type of ['mousePressed', 'mouseReleased']) await cdp.send('Input.dispatchMouseEvent', { type, x: 300, y: 60, button, clickCount: 1 });
};

/**
 * Thirty-odd ways out of a page. What has no `harmless` must be refused as it is
 * pressed; what has it may work, for larger letters are a right.
 */
export const shortcuts = [
  ...letters([
    'Control+f', 'F3', 'Control+g', 'Control+p', 'Control+s', 'Control+o', 'Control+r', 'Control+Shift+R', 'F5', 'Control+u',
    'F12', 'Control+Shift+I', 'Control+Shift+J', 'Control+Shift+C', 'Alt+ArrowLeft', 'Alt+ArrowRight', 'Alt+Home', 'Backspace',
    'Control+n', 'Control+Shift+N', 'Control+t', 'Control+w', 'Control+q', 'Control+l', 'Control+d', 'Control+h', 'Control+j',
    'Control+a', 'Control+c', 'Control+Insert', 'F1', 'F6', 'F7', 'F10', 'F11', 'Shift+F10', 'ContextMenu',
  ]),
  { name: 'BrowserBack', run: ({ cdp }) => cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'BrowserBack', code: 'BrowserBack', windowsVirtualKeyCode: 166 }) },
  { name: 'the right button', run: ({ page }) => page.mouse.click(300, 60, { button: 'right' }) },
  { name: 'the middle button', run: ({ page }) => page.mouse.click(300, 60, { button: 'middle' }) },
  { name: 'the back button of a mouse', run: side('back') },
  { name: 'the forward button of a mouse', run: side('forward') },
  { name: 'a file dropped on the page', run: drop },
  { name: 'letters marked by dragging over them', harmless: true, run: async ({ page }) => {
    const box = await page.locator('.stem').boundingBox();
    await page.mouse.move(box.x + 2, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 14, { steps: 4 });
    await page.mouse.up();
  } },
  { name: 'a swipe back', harmless: true, run: async ({ page }) => { for (let i = 0; i < 6; i++) await page.mouse.wheel(-200, 0); } },
  { name: 'Control+wheel', harmless: true, run: async ({ page }) => { await page.keyboard.down('Control'); await page.mouse.wheel(0, -200); await page.keyboard.up('Control'); } },
  ...['Control+=', 'Control+-', 'Control+0'].map((chord) => ({ ...key(chord), harmless: true })),
];

/** Starts to watch a page. `escapes(run)` does something and tells what got out, or was not refused. */
export async function watch(page, file) {
  const cdp = await page.context().newCDPSession(page);
  await page.evaluate(() => {
    window.stayed = true;
    window.acts = [];
    window.printed = 0;
    window.print = () => (window.printed += 1);
    window.addEventListener('beforeprint', () => (window.printed += 1));
    for (const type of ['keydown', 'contextmenu', 'auxclick', 'mousedown', 'dragover', 'drop', 'selectstart', 'copy']) {
      // Asked once everybody has had a say.
      window.addEventListener(type, (ev) => {
        if (['Control', 'Shift', 'Alt', 'Meta'].includes(ev.key) || (/mousedown|auxclick/.test(type) && [0, 2].includes(ev.button))) return;
        setTimeout(() => window.acts.push({ type, refused: ev.defaultPrevented }));
      }, true);
    }
  });
  const url = page.url();
  const pages = () => page.context().pages().length;
  const count = pages();
  const look = () => page.locator('.kiosk .main').evaluate((e) => e.textContent);

  return {
    async escapes({ run, harmless = false }) {
      await page.evaluate(() => (window.acts = []));
      const before = await look();
      await run({ page, cdp, file });
      await page.waitForTimeout(30);
      if (page.url() !== url) return [`the page is ${page.url()}`];
      const found = await page.evaluate(() => [
        ...(window.stayed === true ? [] : ['the page was loaded anew']),
        ...(window.printed > 0 ? ['something was printed'] : []),
        ...(String(getSelection()) === '' ? [] : [`marked: ${getSelection()}`]),
      ]);
      if (pages() !== count) found.push('another window opened');
      if ((await look().catch(() => '')) !== before) found.push('the screen changed');
      // What must be refused was asked for: it may come late, and with more behind it.
      if (!harmless) await page.waitForFunction(() => window.acts === undefined || window.acts.length > 0, undefined, { timeout: 5000 }).catch(() => undefined);
      const acts = (await page.evaluate(() => new Promise((done) => setTimeout(() => setTimeout(() => done(window.acts)))))) ?? [];
      if (!harmless && (acts.length === 0 || acts.some((act) => !act.refused))) found.push(`not refused: ${JSON.stringify(acts)}`);
      return found;
    },
  };
}
