import { isField, refused } from './shortcuts';

/** Keys that do nothing alone; a hand on the mouse presses them too. */
const MODIFIERS = ['Alt', 'AltGraph', 'Control', 'Meta', 'Shift', 'CapsLock'];

/** Two presses of a key count as one gesture within this time. */
const TWICE_MS = 300;

/** What stands on screen: every screen draws a main part of its own, and a dialog lies over it. */
const screen = () => document.querySelector('dialog[open]') ?? document.querySelector('.kiosk .main');

/** Refuses the second press of a quick pair that would fall on a screen that the first one brought. */
class Twice {
  #click: Element | null = null;
  #key: { name: string; at: number; on: Element | null } | null = null;

  click(ev: MouseEvent): boolean {
    if (ev.detail > 1) return this.#click !== screen();
    this.#click = screen();
    return false;
  }

  key(ev: KeyboardEvent): boolean {
    const last = this.#key;
    const on = screen();
    this.#key = { name: ev.key, at: ev.timeStamp, on };
    const presses = ev.key === 'Enter' || ev.key === ' ';
    return presses && last?.name === ev.key && last.on !== on && ev.timeStamp - last.at < TWICE_MS;
  }
}

function stop(ev: Event): void {
  ev.preventDefault();
  ev.stopPropagation();
}

/** The side buttons of a mouse mean back and forward, its wheel pastes or scrolls by itself. */
function button(ev: MouseEvent): void {
  if (ev.button === 1 || ev.button === 3 || ev.button === 4) ev.preventDefault();
}

function refuse(ev: Event): void {
  ev.preventDefault();
}

/** What is asked can be neither marked nor taken along; a participant's own words in a field can. */
function copy(ev: Event): void {
  if (!isField(ev.target)) ev.preventDefault();
}

/**
 * Keeps the participant's page where it is: no reload, no way back, nothing of
 * the browser or the system, no dropped file, no context menu, no copy, and no
 * press that was meant for the screen before. Gives the way to end it.
 */
export function guard(): () => void {
  const ended = new AbortController();
  const first = { capture: true, signal: ended.signal };
  const twice = new Twice();
  const root = document.documentElement;

  function key(ev: KeyboardEvent): void {
    // A key held down must not answer set after set.
    const held = ev.repeat && (ev.key === 'Enter' || ev.key === ' ');
    if (refused(ev)) ev.preventDefault();
    if (held || (!ev.repeat && twice.key(ev))) stop(ev);
    if (!MODIFIERS.includes(ev.key)) root.dataset['input'] = 'keys';
  }

  document.addEventListener('keydown', key, first);
  document.addEventListener('pointerdown', () => (root.dataset['input'] = 'pointer'), first);
  document.addEventListener('click', (ev) => twice.click(ev) && stop(ev), first);
  for (const type of ['mousedown', 'mouseup', 'auxclick'] as const) document.addEventListener(type, button, first);
  for (const type of ['copy', 'cut', 'selectstart']) document.addEventListener(type, copy, first);
  for (const type of ['contextmenu', 'dragstart', 'dragover', 'drop']) document.addEventListener(type, refuse, first);
  return () => ended.abort();
}
