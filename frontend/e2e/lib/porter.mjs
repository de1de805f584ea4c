// Making and unlocking the workspace of a test, by the same calls as the page's.
import { typed } from './touch.mjs';

/** The counsellor's PIN in every test. */
export const PIN = '2580';

/** The passphrase of every test's workspace. */
export const PASSPHRASE = 'a kite over the rice fields';

/**
 * Makes a workspace that has no keys, or unlocks a locked one; gives whether
 * the page has to be loaded anew.
 */
export async function opened(page) {
  return page.evaluate(
    async ({ passphrase, pin }) => {
      const { kiosk, porter } = window.go;
      const { mode } = await kiosk.Kiosk.Status();
      if (mode === 'locked') await porter.Porter.Unlock({ who: '', passphrase });
      if (mode === 'new') {
        const kit = await porter.Porter.Begin(passphrase);
        const group = kit.code.split('-')[kit.asked - 1];
        await porter.Porter.Finish({ group, name: '', language: 'en', pin });
      }
      return mode === 'locked' || mode === 'new';
    },
    { passphrase: PASSPHRASE, pin: PIN },
  );
}

/** On the locked screen: says who comes, where it asks, types the passphrase and waits for the desk. */
export async function unlockDesk(page, passphrase = PASSPHRASE, name = '') {
  if (name !== '') await page.locator('.porter [data-field="who"] label', { hasText: name }).click();
  await page.locator('.porter input[data-field="passphrase"]').fill(passphrase);
  await page.locator('.porter button[type="submit"]').click();
  await page.locator('.desk').waitFor();
}

/** The same in a real window, looked into by the inspector: makes or unlocks the workspace. */
export async function openedInWindow(page) {
  await page.until(`!!document.querySelector('.porter') && !!window.go`, 30);
  await page.evaluate(`(async () => {
    const { kiosk, porter } = window.go;
    const { mode } = await kiosk.Kiosk.Status();
    if (mode === 'locked') await porter.Porter.Unlock({ who: '', passphrase: ${JSON.stringify(PASSPHRASE)} });
    else {
      const kit = await porter.Porter.Begin(${JSON.stringify(PASSPHRASE)});
      await porter.Porter.Finish({ group: kit.code.split('-')[kit.asked - 1], name: '', language: 'en', pin: ${JSON.stringify(PIN)} });
    }
    location.reload();
  })().catch((error) => (document.title = String(error))), 0`);
  await page.until(`!!document.querySelector('.desk') && !!window.go`, 60);
}

/** In a real window on the locked screen: types the passphrase. */
export async function unlockInWindow(desktop, page, id) {
  await page.until(`document.activeElement?.dataset.field === 'passphrase'`, 30);
  await typed(desktop, page, PASSPHRASE);
  await desktop.press(id, 'Return');
  await page.until(`!!document.querySelector('.desk')`, 60);
}
