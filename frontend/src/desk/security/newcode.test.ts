import { flushSync, mount, tick, unmount } from 'svelte';
import { beforeAll, expect, it, vi } from 'vitest';
import { Desk } from '../desk.svelte';
import NewCode from './NewCode.svelte';

beforeAll(() => {
  // What jsdom does not have.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    if (!this.open) return;
    this.open = false;
    this.dispatchEvent(new Event('close'));
  };
});

it('a code that was made is shown, also to somebody who wanted to leave while it was made', async () => {
  let made: (kit: { code: string }) => void = () => undefined;
  vi.stubGlobal('go', { porter: { Porter: { NewCode: () => new Promise((done) => (made = done)) } } });
  const desk = new Desk(() => undefined, { holder: { id: 'h1', name: '', role: 'owner' }, may: [], sessionId: '' });
  const shown = mount(NewCode, { target: document.body, props: { desk, open: true } });
  const dialog = document.querySelector('dialog') as HTMLDialogElement;
  const press = async (at: number) => {
    flushSync();
    dialog.querySelectorAll<HTMLElement>('.acts button')[at]?.click();
    await tick();
  };
  await press(0);
  await press(1);
  expect(dialog.open).toBe(true);
  dialog.close(); // as Escape does
  await tick();
  expect(dialog.open).toBe(false);
  made({ code: 'X18B-E9ZJ' });
  await new Promise((done) => setTimeout(done));
  flushSync();
  expect([dialog.open, dialog.textContent?.includes('X18B')]).toEqual([true, true]);
  await press(0);
  expect([dialog.open, desk.message?.kind]).toEqual([false, 'info']);
  void unmount(shown);
});
