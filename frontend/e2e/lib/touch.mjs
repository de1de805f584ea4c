// Hands on a real window: clicks and keys of the system on what the page shows.

/** The hands of a person at a window; `page` is its inspector. */
export function touching(desktop, page, id) {
  /** Clicks the middle of the first element that the expression finds, once it is there and still. */
  async function click(finder) {
    const at = `(() => {
      const el = ${finder};
      if (!el) return '';
      el.scrollIntoView({ block: 'center' });
      const r = el.getBoundingClientRect();
      return r.width ? [r.x + r.width / 2, r.y + r.height / 2].join() : '';
    })()`;
    let place = await page.until(at);
    for (let before = ''; before !== place; ) {
      before = place;
      await new Promise((done) => setTimeout(done, 30));
      place = await page.until(at);
    }
    await desktop.click(id, ...place.split(',').map(Number));
  }

  return {
    click,
    /** Presses the button whose text begins so. */
    press: (text) => click(`[...document.querySelectorAll('button')].find((b) => b.innerText.trim().startsWith(${JSON.stringify(text)}) && b.checkVisibility())`),
    /** Clicks a field and types. */
    async fill(finder, text) {
      await click(finder);
      await typed(desktop, page, text);
    },
  };
}

/** Types into the field that has the focus, and once more from the beginning where the display server lost a key. */
export async function typed(desktop, page, text) {
  for (let tries = 0; ; tries++) {
    await desktop.type(text);
    const there = `document.activeElement.value === ${JSON.stringify(text)}`;
    const arrived = await page.until(there, 10).then(() => true, () => false);
    if (arrived) return;
    if (tries === 3) throw new Error(`the keys of a text of ${text.length} letters do not arrive`);
    await page.evaluate(`(() => {
      const field = document.activeElement;
      field.value = '';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    })(), 0`);
  }
}
