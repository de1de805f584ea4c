import { desk as api, type Check } from '../../api';

/** How often a running check is asked how far it is, in milliseconds. */
const period = 300;

/**
 * Asks for the check, then again and again while it runs, until it is stopped.
 * Only the first answer can fail: later the desk may have been left, and then
 * the page goes too.
 */
export function following(first: () => Promise<Check>, tell: (check: Check) => void, fail: (thrown: unknown) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const ask = (call: () => Promise<Check>, failed: (thrown: unknown) => void): void => {
    call().then(
      (check) => {
        if (over) return;
        tell(check);
        if (check.state === 'running') timer = setTimeout(() => ask(api.check, () => undefined), period);
      },
      (thrown: unknown) => {
        if (!over) failed(thrown);
      },
    );
  };
  ask(first, fail);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
