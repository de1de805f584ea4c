// Waiting for what comes after a while, however long the machine takes for it.

/**
 * Does what may fail until it does not, and gives what it gave; after so many
 * seconds it fails as the last try did.
 */
export async function eventually(check, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (failure) {
      if (Date.now() > end) throw failure;
    }
    await new Promise((done) => setTimeout(done, 30));
  }
}

/**
 * Keeps every text that an element shows from now on, for words that stand there
 * for a moment only; gives the way to wait for one of them.
 */
export async function tells(page, selector) {
  await page.evaluate((of) => {
    window.told = [];
    window.teller?.disconnect();
    window.teller = new MutationObserver(() => {
      for (const element of document.querySelectorAll(of)) {
        const text = element.textContent.replace(/\s+/g, ' ').trim();
        if (!window.told.includes(text)) window.told.push(text);
      }
    });
    window.teller.observe(document.body, { childList: true, characterData: true, subtree: true });
  }, selector);
  return (pattern) => page.waitForFunction((source) => window.told.some((text) => new RegExp(source).test(text)), pattern.source);
}
