/** What is read of a key press. */
export type Press = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'target'> & {
  getModifierState: (name: string) => boolean;
};

/** Keys that alone belong to a browser or the system. */
const FOREIGN = /^(F\d+|Browser\w+|Launch\w+|Help|Find|Open|Save|Print|PrintScreen|ContextMenu|Zoom\w+)$/;

/** Chords that edit a participant's own words in a field. */
const EDITS = ['a', 'c', 'v', 'x', 'y', 'z', 'backspace', 'delete', 'home', 'end', 'arrowleft', 'arrowright', 'arrowup', 'arrowdown'];

/** Larger letters are a right, wherever the window can give them. */
const ZOOM = ['+', '-', '=', '0', '_'];

/** Whether something is a field that holds a participant's own words. */
export function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('textarea, input:not([type="radio"], [type="checkbox"], [type="range"])');
}

/**
 * Whether a key press is kept from browser and system. Not a list of what is
 * bad, which would never be whole, but of what a participant needs: undo, the
 * editing of own words, moving an ending, larger letters.
 */
export function refused(ev: Press): boolean {
  if (FOREIGN.test(ev.key)) return true;
  // A sign that the keyboard makes with AltGr is a letter, no shortcut.
  if (ev.getModifierState('AltGraph')) return false;
  const key = ev.key.toLowerCase();
  if (ev.ctrlKey || ev.metaKey) {
    if (ev.altKey) return true;
    if (ZOOM.includes(key)) return false;
    if (isField(ev.target)) return !EDITS.includes(key);
    return !(key === 'z' && !ev.shiftKey);
  }
  if (ev.altKey) return key !== 'arrowup' && key !== 'arrowdown';
  // Outside a field Backspace has meant "back" in some browsers, and a key without a name may mean anything.
  return (key === 'backspace' || key === 'unidentified') && !isField(ev.target);
}
