import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { i18n } from '../i18n';
import { Voice } from './voice.svelte';

beforeEach(() => {
  vi.useFakeTimers();
  i18n.use('en');
});
afterEach(() => {
  vi.useRealTimers();
  i18n.use('en');
});

it('says the same words again, and none of a language that is not on screen any more', () => {
  const voice = new Voice();
  const after = (ms: number) => {
    vi.advanceTimersByTime(ms);
    return voice.text;
  };
  voice.say('1 of 4 placed');
  expect([voice.text, after(50)]).toEqual(['', '1 of 4 placed']);
  voice.say('1 of 4 placed');
  expect([voice.text, after(50)]).toEqual(['', '1 of 4 placed']);
  i18n.use('id');
  expect(voice.text).toBe('');
  voice.say('1 dari 4');
  i18n.use('en');
  expect(after(50)).toBe('');
});
