import { cleanup, render } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KioskItem } from '../../../api';
import Item from '../../screens/Item.svelte';
import { sampleSession, sit } from '../../testing';
import { fire, standInForPage } from '../../testing-page';

beforeEach(() => {
  vi.useFakeTimers();
  standInForPage();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('half a number is no mistake before the hand rests, on the pad neither', async () => {
  const number = { min: '10', max: '16', step: '1', unit: '', low: '', high: '' };
  const item = { ...sampleSession().items[0], id: 's1', type: 'numeric', number } as KioskItem;
  const section = { id: 'style', title: '', instruction: '', items: ['s1'], shown: true, break: false };
  const { flow } = sit(sampleSession({ step: 's1', sections: [section], items: [item] }));
  const { container } = render(Item, { flow, item, pace: { byItself: false } });
  const told = () => container.querySelector('.calm-fault') !== null;
  const press = (digit: string) => {
    const button = [...container.querySelectorAll<HTMLElement>('.pad button')].find((b) => b.textContent === digit) as HTMLElement;
    button.focus();
    flushSync();
    fire(button, new MouseEvent('click', { bubbles: true, detail: 1 }));
  };
  press('1');
  expect(told()).toBe(false);
  await vi.advanceTimersByTimeAsync(1300);
  flushSync();
  expect(told()).toBe(true);
  press('2');
  expect([told(), flow.state('s1').value().number]).toEqual([false, '12']);
  press('9');
  expect(told()).toBe(false);
});
