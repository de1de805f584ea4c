import { flushSync } from 'svelte';
import { vi } from 'vitest';

/** Puts in what a control asks of the page and jsdom does not have. Nothing moves. */
export function standInForPage(): void {
  window.scrollTo = () => undefined;
  HTMLElement.prototype.scrollIntoView = () => undefined;
  HTMLElement.prototype.setPointerCapture = () => undefined;
  if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: { ready: Promise.resolve() } });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} });
}

/** Lets something hear of an event, and the page follow. */
export function fire(on: EventTarget, event: Event): void {
  on.dispatchEvent(event);
  flushSync();
}
