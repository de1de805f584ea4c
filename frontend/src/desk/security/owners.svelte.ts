import { failureOf, type Failure, type Holder } from '../../api';
import { t, word } from '../../i18n';
import { passphraseFault } from '../../porter/words';

/** An act that only the owner may do, with the own passphrase as its confirmation. */
export class OwnersAct {
  /** The owner's passphrase as it is typed. */
  own = $state('');
  busy = $state(false);
  failure = $state.raw<Failure>();

  /** Does it, and gives who can open the desk after it; undefined if it was refused. */
  async run(act: (owner: string) => Promise<Holder[]>): Promise<Holder[] | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.failure = undefined;
    try {
      const after = await act(this.own);
      this.forget();
      return after;
    } catch (thrown) {
      this.failure = failureOf(thrown);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  /** What is wrong with a field, '' if it is not that one. */
  fault(field: 'name' | 'role' | 'passphrase'): string {
    if (field === 'passphrase') return passphraseFault(this.failure);
    const { code, params } = this.failure ?? {};
    return code === 'invalid' && params?.['Field'] === field ? word(`desk.holders.fault.${params['Reason']}`) : '';
  }

  /** Why it was refused, when no field says it. */
  get said(): string {
    if (this.failure?.params['Reason'] === 'desk_full') return t('desk.holders.full');
    return this.failure && this.failure.code !== 'invalid' ? word(`error.${this.failure.code}`, this.failure.params) : '';
  }

  forget(): void {
    this.own = '';
    this.failure = undefined;
  }
}
