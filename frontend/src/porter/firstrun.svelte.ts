import { desk, failureOf, porter as bound, type Failure, type PorterApi, type Status } from '../api';
import { plain } from './code';

/** The questions of the first run, in their order. */
export const steps = ['desk', 'passphrase', 'kit', 'check', 'pin'] as const;

export type Step = (typeof steps)[number];

/** What is wrong with a field: the key of its sentence. */
export type Fault = 'too_short' | 'different' | 'wrong_group' | 'pin' | 'pin_different' | 'name';

const SHORTEST = 10;

/** A workspace in the making. Nothing is stored before the last step. */
export class FirstRun {
  step = $state<Step>('desk');
  name = $state('');
  passphrase = $state('');
  repeated = $state('');
  code = $state('');
  asked = $state(0);
  group = $state('');
  pin = $state('');
  pinAgain = $state('');
  /** People who do not exist are made with the workspace. */
  demonstration = $state(false);
  fault = $state<Fault>();
  /** Why the last call failed, when no field says it. */
  failure = $state.raw<Failure>();
  busy = $state(false);
  readonly groups = $derived(this.code === '' ? [] : this.code.split('-'));
  readonly #api: Pick<PorterApi, 'begin' | 'finish'>;
  readonly #demonstrate: () => Promise<unknown>;
  #begun = '';

  constructor(api: Pick<PorterApi, 'begin' | 'finish'> = bound, demonstrate: () => Promise<unknown> = desk.addDemonstration) {
    this.#api = api;
    this.#demonstrate = demonstrate;
  }

  get at(): number {
    return steps.indexOf(this.step);
  }

  back(): void {
    this.fault = undefined;
    this.failure = undefined;
    this.step = steps[Math.max(0, this.at - 1)]!;
  }

  /** Goes on if the step is answered; gives the status once the workspace is made. */
  async next(language: string): Promise<Status | undefined> {
    if (this.busy) return undefined;
    this.failure = undefined;
    this.fault = this.#check();
    if (this.fault) return undefined;
    if (this.step === 'passphrase') {
      if (await this.#begin()) this.step = 'kit';
    } else if (this.step === 'pin') return this.#finish(language);
    else this.step = steps[this.at + 1]!;
    return undefined;
  }

  #check(): Fault | undefined {
    if (this.step === 'passphrase') {
      if ([...this.passphrase].length < SHORTEST) return 'too_short';
      if (this.passphrase !== this.repeated) return 'different';
    }
    if (this.step === 'check' && plain(this.group) !== this.groups[this.asked - 1]) return 'wrong_group';
    if (this.step === 'pin' && this.pin !== this.pinAgain) return 'pin_different';
    return undefined;
  }

  /** The same passphrase keeps its kit: whoever goes back has written it down. */
  async #begin(): Promise<boolean> {
    if (this.#begun === this.passphrase) return true;
    return this.#during(async () => {
      const kit = await this.#api.begin(this.passphrase);
      this.code = kit.code;
      this.asked = kit.asked;
      this.#begun = this.passphrase;
      return true;
    }, false);
  }

  async #finish(language: string): Promise<Status | undefined> {
    return this.#during(async () => {
      const status = await this.#api.finish({ group: this.group, name: this.name, language, pin: this.pin });
      this.forget();
      // The workspace is made; without them there is less to look at, no more.
      if (this.demonstration) await this.#demonstrate().catch(failureOf);
      return status;
    }, undefined);
  }

  async #during<T>(act: () => Promise<T>, otherwise: T): Promise<T> {
    this.busy = true;
    try {
      return await act();
    } catch (thrown) {
      const failure = failureOf(thrown);
      const field = failure.code === 'invalid' ? failure.params.Field : '';
      if (field === 'pin') this.fault = 'pin';
      else if (field === 'name') [this.step, this.fault] = ['desk', 'name'];
      else if (field === 'group') [this.step, this.fault] = ['check', 'wrong_group'];
      else this.failure = failure;
      return otherwise;
    } finally {
      this.busy = false;
    }
  }

  /** Overwrites what was typed, as far as a page can. */
  forget(): void {
    this.passphrase = this.repeated = this.code = this.group = this.pin = this.pinAgain = this.#begun = '';
  }
}
