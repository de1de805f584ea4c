/** How long the live region stays empty, so that the same words are spoken again. */
const GAP_MS = 40;

/** What the page says politely to a screen reader. One for each screen. */
export class Voice {
  text = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    clearTimeout(this.#timer);
    this.text = '';
    this.#timer = setTimeout(() => (this.text = text), GAP_MS);
  }
}
