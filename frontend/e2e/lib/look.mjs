// What every screen owes to eyes and hands, measured: axe, targets, and text
// that is neither cut off nor covered.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function assertAccessible(page, where) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(' | ')}`);
  assert.deepEqual(found, [], `axe at ${where}`);
}

/** Everything to press is at least 44 px each way and inside the window's width; nothing scrolls sideways. */
export async function assertTargets(page, where) {
  const faults = await page.evaluate(() => {
    const pressed = 'button, select, .opt, .option, input.entry, .line input';
    const small = [...(document.querySelector('dialog[open]') ?? document).querySelectorAll(pressed)]
      .filter((e) => e.checkVisibility({ visibilityProperty: true }))
      .map((e) => ({ box: e.getBoundingClientRect(), text: e.getAttribute('aria-label') ?? e.textContent.trim() }))
      .filter(({ box }) => box.width < 43.9 || box.height < 43.9 || box.left < -0.5 || box.right > innerWidth + 0.5)
      .map(({ box, text }) => `${text}: ${box.width} × ${box.height} at ${box.left}`);
    const over = document.documentElement.scrollWidth - innerWidth;
    return over > 0 ? [...small, `scrolls sideways by ${over} px`] : small;
  });
  assert.deepEqual(faults, [], `targets at ${where}`);
}

/** Every line of text in sight, in full, and with nothing over it. */
export async function assertReadable(page, where) {
  assert.deepEqual(await page.evaluate(unreadable), [], `text at ${where}`);
}

/** Runs in the page: which lines of text are cut off, run out of their box, or lie on something else. */
export function unreadable() {
  const SLACK = 2;
  const top = document.querySelector('dialog[open]') ?? document.body;
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  /** What stays while the rest scrolls is another layer. */
  const layers = new Map();
  const layer = (e) => {
    if (e === null) return null;
    if (!layers.has(e)) layers.set(e, ['sticky', 'fixed'].includes(getComputedStyle(e).position) ? e : layer(e.parentElement));
    return layers.get(e);
  };
  const name = (text) => `“${text.replace(/[\u200f\u202c\u202e]/g, '').trim().slice(0, 40)}”`;
  const faults = new Set();

  const lines = [];
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (node.data.trim() === '' || parent.closest('.sr, .skip:not(:focus), option, script, style') !== null || !seen(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 1) lines.push({ box, parent, text: node.data });
  }

  for (const { box, parent, text } of lines) {
    if (box.left < -SLACK || box.right > innerWidth + SLACK) faults.add(`${name(text)} lies beyond the side of the window`);
    let block = false;
    for (let e = parent; e !== null && e !== top.parentElement; e = e.parentElement) {
      const style = getComputedStyle(e);
      const edge = e.getBoundingClientRect();
      const out = { x: box.left < edge.left - SLACK || box.right > edge.right + SLACK, y: box.top < edge.top - SLACK || box.bottom > edge.bottom + SLACK };
      if (style.overflowX !== 'visible' && /hidden|clip/.test(style.overflowX) && out.x) faults.add(`${name(text)} is cut off at the side`);
      if (style.overflowY !== 'visible' && /hidden|clip/.test(style.overflowY) && out.y) faults.add(`${name(text)} is cut off above or below`);
      if (/auto|scroll/.test(`${style.overflowX}${style.overflowY}`)) break;
      if (e.matches('button, .option, .opt, .card') && (out.x || out.y)) faults.add(`${name(text)} runs out of what is pressed`);
      if (!block && !style.display.startsWith('inline') && style.display !== 'contents') {
        block = true;
        if (out.x) faults.add(`${name(text)} runs out of its box`);
      }
    }
  }

  // Line boxes may touch: what is read of a letter lies inside them.
  const inner = (box) => ({ left: box.left + SLACK, right: box.right - SLACK, top: box.top + box.height * 0.2, bottom: box.bottom - box.height * 0.2 });
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const solid = [...top.querySelectorAll('button, select, input, textarea, svg.i')]
    .filter((e) => seen(e) && e.closest('.sr') === null)
    .map((e) => ({ box: inner(e.getBoundingClientRect()), e }));
  lines.forEach(({ box, parent, text }, i) => {
    const mine = inner(box);
    for (const other of lines.slice(i + 1)) {
      if (other.parent === parent || layer(other.parent) !== layer(parent)) continue;
      if (meet(mine, inner(other.box))) faults.add(`${name(text)} lies on ${name(other.text)}`);
    }
    for (const { box: its, e } of solid) {
      if (e.contains(parent) || parent.contains(e) || layer(e) !== layer(parent)) continue;
      if (meet(mine, its)) faults.add(`${name(text)} lies on ${e.tagName.toLowerCase()} ${name(e.getAttribute('aria-label') ?? e.textContent)}`);
    }
  });
  return [...faults];
}
