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
      await desktop.type(text);
    },
  };
}
