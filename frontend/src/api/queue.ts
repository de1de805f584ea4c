import { failureOf } from './failure';

/** Runs calls one after another; each rejects with a Failure. */
export type Queue = <T>(call: () => Promise<T>) => Promise<T>;

/**
 * Makes a queue. Every call of the window runs on its own in Go, so two calls
 * sent at once may overtake each other; behind a queue they cannot.
 */
export function makeQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(call: () => Promise<T>): Promise<T> => {
    const run = last.then(call).catch((thrown: unknown) => {
      throw failureOf(thrown);
    });
    // A failed call must not stop those behind it.
    last = run.catch(() => undefined);
    return run;
  };
}
