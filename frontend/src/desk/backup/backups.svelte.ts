import { desk as api, type Backups } from '../../api';
import { clock, date, t } from '../../i18n';

/** How often work that goes on is asked about, and how often all is, in milliseconds. */
const busy = 400;
const calm = 30_000;

/** Whether something goes on of which the end is waited for. */
export function works(b: Backups): boolean {
  return b.running.busy || b.drilling;
}

/** A moment in words that are short while it is near: "today 14:05". */
export function when(ms: number, now = Date.now()): string {
  const day = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
  const ago = Math.round((day(now) - day(ms)) / 86_400_000);
  if (ago === 0) return t('backup.when.today', { Time: clock(ms) });
  if (ago === 1) return t('backup.when.yesterday', { Time: clock(ms) });
  return t('backup.when.day', { Date: date(ms), Time: clock(ms) });
}

/** What there is of backups, asked for again and again while it is shown. */
export class Backing {
  seen = $state.raw<Backups>();
  #fail: (thrown: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(fail: (thrown: unknown) => void) {
    this.#fail = fail;
    void this.act(api.backups);
  }

  /** Does something that gives the state after it. */
  async act(call: () => Promise<Backups>): Promise<boolean> {
    try {
      this.#show(await call());
      return true;
    } catch (thrown) {
      if (!this.#over) this.#fail(thrown);
      return false;
    }
  }

  #show(seen: Backups): void {
    if (this.#over) return;
    this.seen = seen;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#again(), works(seen) ? busy : calm);
  }

  // The desk may have been left meanwhile; then the page goes too.
  #again(): void {
    api.backups().then(
      (seen) => this.#show(seen),
      () => undefined,
    );
  }

  stop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }
}
