import { i18n } from '../i18n';

/** How long the live region stays empty, so that the same words are spoken again. */
const GAP_MS = 40;

/** What the page says politely to a screen reader, as long as it speaks that language. One for each screen. */
export class Voice {
  #said = $state.raw({ text: '', language: '' });
  #timer: ReturnType<typeof setTimeout> | undefined;

  get text(): string {
    return this.#said.language === i18n.language ? this.#said.text : '';
  }

  say(text: string): void {
    const { language } = i18n;
    clearTimeout(this.#timer);
    this.#said = { text: '', language };
    this.#timer = setTimeout(() => (this.#said = { text, language }), GAP_MS);
  }
}
