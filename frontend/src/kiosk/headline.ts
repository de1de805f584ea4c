/** Brings the reader to the head of a new screen: focus and scroll. */
export function headline(element: HTMLElement): void {
  window.scrollTo({ top: 0 });
  element.focus({ preventScroll: true });
}
