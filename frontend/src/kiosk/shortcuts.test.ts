import { describe, expect, it } from 'vitest';
import { isField, refused, type Press } from './shortcuts';

function press(chord: string, on = 'button'): Press {
  const parts = chord.split('+');
  const target = document.createElement(on.split(':')[0] ?? 'button');
  if (target instanceof HTMLInputElement) target.type = on.split(':')[1] ?? 'text';
  return {
    key: parts.at(-1) === '' ? '+' : (parts.at(-1) ?? ''),
    ctrlKey: parts.includes('Ctrl'),
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
    metaKey: parts.includes('Meta'),
    target,
    getModifierState: (name) => parts.includes(name),
  };
}

describe('what is kept from browser and system', () => {
  it.each([
    'F1', 'F3', 'F5', 'F7', 'F10', 'F11', 'F12', 'BrowserBack', 'BrowserHome', 'LaunchMail', 'ContextMenu', 'PrintScreen', 'Backspace', 'Unidentified',
    'Ctrl+f', 'Ctrl+g', 'Ctrl+p', 'Ctrl+s', 'Ctrl+r', 'Ctrl+Shift+R', 'Ctrl+u', 'Ctrl+o', 'Ctrl+n', 'Ctrl+Shift+N', 'Ctrl+t', 'Ctrl+w',
    'Ctrl+q', 'Ctrl+l', 'Ctrl+d', 'Ctrl+h', 'Ctrl+j', 'Ctrl+k', 'Ctrl+a', 'Ctrl+c', 'Ctrl+x', 'Ctrl+Shift+I', 'Ctrl+Shift+J', 'Ctrl+Shift+C',
    'Ctrl+Alt+t', 'Ctrl+Shift+z', 'Alt+ArrowLeft', 'Alt+ArrowRight', 'Alt+Home', 'Alt+d', 'Alt+F4', 'Meta+p', 'Meta+ArrowLeft', 'Ctrl+PageDown', 'Ctrl+F5',
  ])('%s', (chord) => expect(refused(press(chord))).toBe(true));

  it.each(['Ctrl+p', 'Ctrl+f', 'Ctrl+s', 'Ctrl+r', 'Ctrl+b', 'Ctrl+Shift+I', 'Alt+ArrowLeft', 'F5', 'F12'])('%s in a field too', (chord) =>
    expect(refused(press(chord, 'textarea'))).toBe(true),
  );
});

describe('what a participant needs', () => {
  it.each(['a', '1', 'Enter', ' ', 'Tab', 'Shift+Tab', 'Escape', 'ArrowDown', 'Delete', 'Ctrl+z', 'Meta+z', 'Alt+ArrowUp', 'Alt+ArrowDown', 'Ctrl++', 'Ctrl+-', 'Ctrl+0', 'Shift+1'])(
    '%s',
    (chord) => expect(refused(press(chord))).toBe(false),
  );

  it.each(['Backspace', 'Unidentified', 'Ctrl+a', 'Ctrl+c', 'Ctrl+v', 'Ctrl+x', 'Ctrl+z', 'Ctrl+Shift+z', 'Ctrl+Backspace', 'Ctrl+ArrowLeft', 'Ctrl+Alt+AltGraph+q'])(
    '%s in a field',
    (chord) => expect(refused(press(chord, 'input:text'))).toBe(false),
  );

  it('knows a field from other inputs', () => {
    expect(['textarea', 'input:text'].map((on) => isField(press('a', on).target))).toEqual([true, true]);
    expect(['button', 'select', 'input:radio', 'input:checkbox', 'input:range'].map((on) => isField(press('a', on).target))).toEqual(Array(5).fill(false));
    expect(isField(null)).toBe(false);
  });
});
