import { failureOf, porter as api, type BackupOffer, type Failure, type Restored } from '../api';
import { Wait } from './wait.svelte';

/** One backup on its way back: picked, opened, put in place. */
export class Restoring {
  offer = $state.raw<BackupOffer>();
  failure = $state.raw<Failure>();
  busy = $state(false);
  byCode = $state(false);
  code = $state('');
  passphrase = $state('');
  repeated = $state('');
  different = $state(false);
  readonly wait = new Wait();

  /** Asks for a file, or takes one of the workspace's own backups; true if there is one now. */
  async pick(name = ''): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = undefined;
    try {
      const offer = await api.pickBackup({ name });
      if (offer.file !== '') this.offer = offer;
    } catch (thrown) {
      this.failure = failureOf(thrown);
    }
    this.busy = false;
    return this.offer !== undefined && this.failure === undefined;
  }

  /** The other way to open it. */
  turn(): void {
    this.byCode = !this.byCode;
    this.passphrase = this.repeated = this.code = '';
    this.different = false;
    this.failure = undefined;
  }

  async restore(): Promise<Restored | undefined> {
    if (this.busy || this.wait.left > 0 || this.passphrase === '') return undefined;
    this.failure = undefined;
    this.different = this.byCode && this.passphrase !== this.repeated;
    if (this.different) return undefined;
    this.busy = true;
    try {
      return await api.restore({ code: this.byCode ? this.code : '', passphrase: this.passphrase });
    } catch (thrown) {
      this.failure = failureOf(thrown);
      this.wait.take(this.failure);
      if (!this.byCode) this.passphrase = '';
    } finally {
      this.busy = false;
    }
    return undefined;
  }

  /** Forgets it all; what was prepared for it is removed. */
  forget(): void {
    this.wait.stop();
    this.offer = this.failure = undefined;
    this.byCode = this.different = false;
    this.code = this.passphrase = this.repeated = '';
    api.forgetBackup().catch(() => undefined); // a restore has forgotten it already
  }
}
