import { describe, expect, it } from 'vitest';
import { isOurs, seal } from './window';

describe('isOurs', () => {
  it('lets calls of our own methods through, and nothing else of the window library', () => {
    const call = (name: unknown) => `C${JSON.stringify({ name, args: [], callbackID: 'x' })}`;
    expect(['runtime:ready', call('kiosk.Kiosk.Status'), call('desk.Desk.People')].filter((m) => !isOurs(m))).toEqual([]);
    const others = [
      'Q', 'S', 'H', 'WF', 'Wf', 'WM', 'Wm', 'WT:x', 'Ws:1:1', 'BO:https://example.org', 'LIx', 'EEx', 'DD', 'drag', 'resize:n-resize', 'c{}', '',
      call(':wails:ClipboardGetText'), call(':wails:ScreenGetAll'), call('kiosk.Kiosk.'), call('x.kiosk.Kiosk.Status'), call(7), 'C', 'C{', 'C{}',
      'wails:showInspector',
    ];
    expect(others.filter(isOurs)).toEqual([]);
  });
});

describe('seal', () => {
  it('takes away what the page does not need, for good', () => {
    const sent: string[] = [];
    const listen = () => undefined;
    const page = { runtime: { EventsOnMultiple: listen, Quit: () => page.WailsInvoke('Q') }, WailsInvoke: (m: string) => void sent.push(m) };
    seal(page);
    expect(Object.keys(page.runtime)).toEqual(['EventsOnMultiple']);
    expect(() => Object.assign(page, { runtime: {} })).toThrow();
    expect(() => Object.defineProperty(page, 'WailsInvoke', { value: 1 })).toThrow();
    page.WailsInvoke('Q');
    page.WailsInvoke('runtime:ready');
    expect(sent).toEqual(['runtime:ready']);
    page.WailsInvoke = (m) => void sent.push(`new ${m}`);
    page.WailsInvoke('Wf');
    page.WailsInvoke('runtime:ready');
    expect(sent).toEqual(['runtime:ready', 'new runtime:ready']);
  });
});
