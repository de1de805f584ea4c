import type { Code, Problem } from './types';

/** How the interface shows a failure. */
export interface Presentation {
  /**
   * What the reader can do: `fix` the input, `retry` the same act, `reload`
   * what is on screen because it changed meanwhile, `stop` and call for help.
   */
  remedy: 'fix' | 'retry' | 'reload' | 'stop';
  /** Whether trying again by itself, without the reader, can help. */
  transient: boolean;
}

const fix: Presentation = { remedy: 'fix', transient: false };
const retry: Presentation = { remedy: 'retry', transient: true };
const reload: Presentation = { remedy: 'reload', transient: false };
const stop: Presentation = { remedy: 'stop', transient: false };

/** Every code has its presentation: a new one in Go breaks the type check until someone decides. */
export const presentations: Record<Code, Presentation> = {
  internal: { remedy: 'retry', transient: false },
  invalid: fix,
  not_found: reload,
  conflict: reload,
  locked: reload,
  not_allowed: stop,
  pin_wrong: fix,
  pin_wait: fix,
  session_closed: reload,
  consent_withdrawn: reload,
  stale_answer: reload,
  instrument_invalid: stop,
  needs_wording: stop,
  no_screen: stop,
  text_missing: stop,
  norm_missing: stop,
  disk_full: retry,
  disk_failed: retry,
  low_space: { remedy: 'retry', transient: false },
  read_only: retry,
  no_permission: retry,
  in_use: retry,
  newer_database: stop,
  damaged_database: stop,
  log_doubt: fix,
  moved_database: retry,
  wrong_passphrase: fix,
  too_soon: fix,
  damaged_keys: stop,
  bad_backup: fix,
};

/** A failed operation: a code, and the parameters of its sentence. Holds no words. */
export class Failure extends Error implements Problem {
  readonly code: Code;
  readonly params: Record<string, string>;

  constructor(code: Code, params: Record<string, string> = {}) {
    super(code);
    this.name = 'Failure';
    this.code = code;
    this.params = params;
  }

  get presentation(): Presentation {
    return presentations[this.code];
  }
}

/** Reads what a rejected call carries; anything that is not a known failure is internal. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const text = thrown instanceof Error ? thrown.message : thrown;
  if (typeof text !== 'string') return new Failure('internal');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return new Failure('internal');
  }
  if (typeof data !== 'object' || data === null) return new Failure('internal');
  const { code, params } = data as { code?: unknown; params?: unknown };
  if (typeof code !== 'string' || !Object.hasOwn(presentations, code)) return new Failure('internal');
  return new Failure(code as Code, texts(params));
}

function texts(params: unknown): Record<string, string> {
  if (typeof params !== 'object' || params === null) return {};
  return Object.fromEntries(Object.entries(params).map(([k, v]) => [k, String(v)]));
}
