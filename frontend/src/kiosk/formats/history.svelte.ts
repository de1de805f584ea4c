/** What stands on screen, with the way back through every act. */
export class History<T> {
  #now: T = $state.raw() as T;
  #past: T[] = $state.raw([]);

  constructor(first: T) {
    this.#now = first;
  }

  get now(): T {
    return this.#now;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  commit(next: T): void {
    this.#past = [...this.#past, this.#now];
    this.#now = next;
  }

  /** The last act goes on: it is taken back in one step with this. */
  amend(next: T): void {
    if (this.canUndo) this.#now = next;
    else this.commit(next);
  }

  /** Takes the last act back; false when there is none. */
  undo(): boolean {
    const before = this.#past.at(-1);
    if (before === undefined) return false;
    this.#past = this.#past.slice(0, -1);
    this.#now = before;
    return true;
  }
}
