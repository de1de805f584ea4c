import { failureOf } from '../../api';
import { t } from '../../i18n';
import { Countdown } from '../../ui/countdown.svelte';

const reasons: Record<string, 'desk.pin.error.short' | 'desk.pin.error.long' | 'desk.pin.error.digits' | 'desk.pin.error.easy'> = {
  short: 'desk.pin.error.short',
  long: 'desk.pin.error.long',
  digits: 'desk.pin.error.digits',
  easy: 'desk.pin.error.easy',
};

/** A PIN that is typed: once to open something, twice to set it. */
export class Pin {
  /** It is being set: it must be typed twice. */
  first = $state(false);
  value = $state('');
  again = $state('');
  /** What is wrong with it, in a sentence. */
  error = $state('');
  errorAgain = $state('');
  /** What a screen reader is told, once and without the seconds that run. */
  said = $state('');
  readonly #wait = new Countdown();
  #waiting: 'error.pin_wrong' | 'error.pin_wait' = 'error.pin_wrong';

  /** The sentence under the field; while it has to wait the seconds run. */
  get told(): string {
    return this.#wait.left > 0 ? t(this.#waiting, { Seconds: this.#wait.left }) : this.error;
  }

  /** Whether it can be tried: something is typed, twice the same, and no wait is left. */
  complete(): boolean {
    this.error = this.value === '' ? t('desk.pin.error.short') : '';
    this.said = this.error;
    this.errorAgain = this.first && this.again !== this.value ? t('desk.pin.error.again') : '';
    return this.error === '' && this.errorAgain === '' && this.#wait.left === 0;
  }

  /** Takes a refusal that is about the PIN; false for any other. */
  refused(thrown: unknown): boolean {
    const { code, params } = failureOf(thrown);
    const reason = params['Field'] === 'pin' ? reasons[params['Reason'] ?? ''] : undefined;
    if (code === 'pin_wrong' || code === 'pin_wait') {
      this.#waiting = `error.${code}`;
      this.#wait.start(Number(params['Seconds']));
      this.error = t('desk.pin.error.ready');
      this.said = this.told;
      this.value = '';
      return true;
    }
    if (reason === undefined) return false;
    this.error = this.said = t(reason);
    return true;
  }

  clear(): void {
    this.value = this.again = this.error = this.errorAgain = this.said = '';
    this.#wait.stop();
  }
}
