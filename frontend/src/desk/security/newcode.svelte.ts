import { failureOf, porter, type Failure, type PorterApi } from '../../api';
import { plain } from '../../porter/code';

/** A new recovery code in the making. The old one holds until a group of the new one was typed. */
export class NewCode {
  step = $state<'passphrase' | 'code' | 'check'>('passphrase');
  passphrase = $state('');
  code = $state('');
  asked = $state(0);
  group = $state('');
  /** The group is not that of the code. */
  wrong = $state(false);
  failure = $state.raw<Failure>();
  busy = $state(false);
  readonly groups = $derived(this.code === '' ? [] : this.code.split('-'));
  readonly #api: Pick<PorterApi, 'newCode' | 'keepCode'>;
  #forgotten = 0;

  constructor(api: Pick<PorterApi, 'newCode' | 'keepCode'> = porter) {
    this.#api = api;
  }

  /** Makes the code; what comes after everything was forgotten is forgotten too. */
  async make(): Promise<void> {
    const mine = this.#forgotten;
    await this.#during(async () => {
      const kit = await this.#api.newCode(this.passphrase);
      if (mine !== this.#forgotten) return;
      this.passphrase = '';
      [this.code, this.asked, this.step] = [kit.code, kit.asked, 'code'];
    });
  }

  to(step: 'code' | 'check'): void {
    this.wrong = false;
    this.failure = undefined;
    this.step = step;
  }

  /** Puts the new code in the place of the old one; true once it holds. */
  async keep(): Promise<boolean> {
    this.wrong = plain(this.group) !== this.groups[this.asked - 1];
    if (this.wrong) return false;
    return this.#during(async () => void (await this.#api.keepCode(this.group)));
  }

  forget(): void {
    this.#forgotten++;
    this.passphrase = this.code = this.group = '';
    [this.step, this.wrong, this.failure] = ['passphrase', false, undefined];
  }

  async #during(act: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.failure = undefined;
    this.busy = true;
    try {
      await act();
      return true;
    } catch (thrown) {
      const failure = failureOf(thrown);
      this.wrong = failure.params['Field'] === 'group';
      if (!this.wrong) this.failure = failure;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
