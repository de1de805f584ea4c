/** Keys that would leave or reload the page, or open something of the browser. */
function leaves(ev: KeyboardEvent): boolean {
  if (ev.key === 'F5' || ev.key === 'BrowserBack' || ev.key === 'BrowserForward') return true;
  if (ev.altKey && (ev.key === 'ArrowLeft' || ev.key === 'ArrowRight')) return true;
  const command = ev.ctrlKey || ev.metaKey;
  return command && ['r', 'p', 's', 'o', 'f', 'g', 'u'].includes(ev.key.toLowerCase());
}

/** Keys that do nothing alone; a hand on the mouse presses them too. */
const MODIFIERS = ['Alt', 'AltGraph', 'Control', 'Meta', 'Shift', 'CapsLock'];

function key(ev: KeyboardEvent): void {
  // A key held down must not answer set after set.
  const held = ev.repeat && (ev.key === 'Enter' || ev.key === ' ');
  if (leaves(ev) || held) ev.preventDefault();
  if (held) ev.stopPropagation();
  if (!MODIFIERS.includes(ev.key)) document.documentElement.dataset['input'] = 'keys';
}

function pointer(): void {
  document.documentElement.dataset['input'] = 'pointer';
}

/** The side buttons of a mouse mean back and forward. */
function button(ev: MouseEvent): void {
  if (ev.button === 3 || ev.button === 4) ev.preventDefault();
}

function refuse(ev: Event): void {
  ev.preventDefault();
}

/**
 * Keeps the participant's page where it is: no reload, no way back, no dropped
 * file, no context menu. Gives the way to end it.
 */
export function guard(): () => void {
  const ended = new AbortController();
  const once = { capture: true, signal: ended.signal };
  document.addEventListener('keydown', key, once);
  document.addEventListener('pointerdown', pointer, once);
  for (const type of ['mousedown', 'mouseup', 'auxclick'] as const) document.addEventListener(type, button, once);
  for (const type of ['contextmenu', 'dragstart', 'dragover', 'drop']) document.addEventListener(type, refuse, once);
  return () => ended.abort();
}
