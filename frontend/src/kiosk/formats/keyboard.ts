/** What is read of a key. */
export type Key = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'> & { isComposing?: boolean };

/** Undo, anywhere on the page. */
export function isUndo(ev: Key): boolean {
  return (ev.ctrlKey || ev.metaKey) && !ev.altKey && !ev.shiftKey && ev.key.toLowerCase() === 'z';
}

/** Whether a key takes away: what has the focus, or all that is chosen. */
export function isClear(ev: Key): boolean {
  return plain(ev) && (ev.key === 'Backspace' || ev.key === 'Delete');
}

/** Whether a key is Enter with nothing held. */
export function isEnter(ev: Key): boolean {
  return plain(ev) && ev.key === 'Enter';
}

/** The digit 1 to 9 of a key, 0 for another key. */
export function digitOf(ev: Key): number {
  if (!plain(ev)) return 0;
  // By the place of the key first, so that every layout and the number pad, locked or not, have the digits.
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(ev.code) ?? /^([1-9])$/.exec(ev.key);
  return Number(digit?.[1] ?? 0);
}

/** Where an arrow leads in reading order: to the line before or after, to the neighbour before or after. */
export type Way = 'Up' | 'Down' | 'Before' | 'After';

const WAYS: Record<string, Way> = { ArrowUp: 'Up', ArrowDown: 'Down', ArrowLeft: 'Before', ArrowRight: 'After' };

/** The way of an arrow key, null for another key; in a page that reads from the right, left leads on. */
export function arrowOf(ev: Key): Way | null {
  const way = (plain(ev) ? WAYS[ev.key] : undefined) ?? null;
  if (document.documentElement.dir !== 'rtl') return way;
  return way === 'Before' ? 'After' : way === 'After' ? 'Before' : way;
}

/** Whether a key press belongs to something else on the page: a dialog, a list of languages. */
export function isElsewhere(ev: KeyboardEvent): boolean {
  const at = ev.target instanceof Element ? ev.target : null;
  return document.querySelector('dialog[open]') !== null || (at?.closest('select, .head') ?? null) !== null;
}

/** A key with nothing held, and not one that puts a letter together: that belongs to the writing. */
function plain(ev: Key): boolean {
  return !ev.ctrlKey && !ev.metaKey && !ev.altKey && !ev.shiftKey && ev.isComposing !== true;
}
