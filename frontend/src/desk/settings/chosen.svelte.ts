import { desk as api, type Settings } from '../../api';
import { t } from '../../i18n';
import type { Desk } from '../desk.svelte';

/** The desk's settings, of which a section changes one at a time; each choice takes effect at once. */
export class Chosen {
  /** What stands, undefined until it is there. */
  settings = $state.raw<Settings>();
  readonly #desk: Desk;
  readonly #save: (settings: Settings) => Promise<Parameters<Desk['onstatus']>[0]>;

  /** Begins to load; `save` stores all of it, or the part that a role may choose. */
  constructor(desk: Desk, save: (settings: Settings) => Promise<Parameters<Desk['onstatus']>[0]> = (settings) => api.saveSettings(settings)) {
    this.#desk = desk;
    this.#save = save;
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.settings = await api.settings();
    } catch (thrown) {
      this.#desk.fail(thrown);
    }
  }

  /** Shows a choice and stores it; where it could not be stored, what is stored stands again. */
  async change(part: Partial<Settings>): Promise<void> {
    if (!this.settings) return;
    const before = this.settings;
    this.settings = { ...before, ...part };
    try {
      this.#desk.onstatus(await this.#save({ ...this.settings }));
      this.#desk.say(t('desk.settings.saved'));
    } catch (thrown) {
      this.settings = before;
      this.#desk.fail(thrown);
      // Another choice may have been stored after it.
      await this.#load();
    }
  }
}
