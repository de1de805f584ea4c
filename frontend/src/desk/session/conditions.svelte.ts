import type { Accommodations, Basis, Conditions, ConditionsRequest, Failure } from '../../api';
import { date, t, type MessageKey } from '../../i18n';

/** The bases that are settled at the desk; the first one asks the participant. */
export const recorded = ['', 'paper', 'guardian', 'legal_duty'] as const;

/** What can be arranged for a participant, beside words of one's own. */
export const arrangements = ['reader', 'extraTime', 'keyboard', 'helper'] as const;

/** The longest note. */
export const longestNote = 200;

const bases = {
  '': 'desk.basis.none',
  consent: 'desk.basis.consent',
  declined: 'desk.basis.declined',
  paper: 'desk.basis.paper',
  guardian: 'desk.basis.guardian',
  legal_duty: 'desk.basis.legal_duty',
} as const satisfies Record<Basis, MessageKey>;

const kinds = {
  reader: 'desk.arranged.reader',
  extraTime: 'desk.arranged.extra_time',
  keyboard: 'desk.arranged.keyboard',
  helper: 'desk.arranged.helper',
} as const satisfies Record<(typeof arrangements)[number], MessageKey>;

/** What a basis is called. */
export function basisWord(basis: Basis): string {
  return t(bases[basis]);
}

/** What an arrangement is called. */
export function arrangedWord(kind: (typeof arrangements)[number]): string {
  return t(kinds[kind]);
}

/** A basis in words, with the day that goes with it. */
export function basisLine({ basis, date: on, at }: Pick<Conditions, 'basis' | 'date' | 'at'>): string {
  if (basis === '') return basisWord(basis);
  return t('desk.basis.line', { Basis: basisWord(basis), Date: on === '' ? date(at) : day(on) });
}

/** What was arranged, in one line. */
export function arrangedLine(a: Accommodations): string {
  const all = [...arrangements.filter((kind) => a[kind]).map(arrangedWord), a.note ?? ''].filter(Boolean);
  return all.length === 0 ? t('desk.arranged.none') : all.join('; ');
}

/** A day ("2026-11-20") in words. */
export function day(iso: string): string {
  const [year = 0, month = 1, number = 1] = iso.split('-').map(Number);
  return date(new Date(year, month - 1, number).getTime());
}

/** Today as a day on a paper is written. */
export function today(now = new Date()): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
}

/** On what basis a session is answered and what is arranged, as it is entered. */
export class ConditionsForm {
  basis = $state<(typeof recorded)[number]>('');
  /** The day on the paper. */
  date = $state(today());
  arranged = $state.raw<string[]>([]);
  note = $state('');
  /** The basis stands and is only told. */
  readonly fixed: boolean;
  /** Sentences by field: "date", "note". */
  errors = $state<Record<string, string>>({});

  constructor(stored?: Conditions) {
    this.fixed = stored?.fixed ?? false;
    if (!stored) return;
    const basis = recorded.find((one) => one === stored.basis);
    if (basis !== undefined) this.basis = basis;
    if (stored.date !== '') this.date = stored.date;
    this.arranged = arrangements.filter((kind) => stored.accommodations[kind]);
    this.note = stored.accommodations.note ?? '';
  }

  /** Whether the basis speaks of a paper with a day on it. */
  get dated(): boolean {
    return this.basis === 'paper' || this.basis === 'guardian';
  }

  /** Whether anything is to be recorded beyond what every new session has. */
  get plain(): boolean {
    return this.basis === '' && this.arranged.length === 0 && this.note.trim() === '';
  }

  /** Checks what can be checked here; the rest is up to the rules behind. */
  check(): boolean {
    const errors: Record<string, string> = {};
    const typed = this.date.trim();
    if (!this.fixed && this.dated && !(/^\d{4}-\d{2}-\d{2}$/.test(typed) && typed <= today())) errors['date'] = t('desk.basis.date.error');
    if (this.note.trim().length > longestNote) errors['note'] = t('desk.person.error.too_long', { Max: longestNote });
    this.errors = errors;
    return Object.keys(errors).length === 0;
  }

  /** Puts a refusal beside its field; false when it belongs to none. */
  refuse(failure: Failure): boolean {
    const field = failure.params['Field'] ?? '';
    if (failure.code !== 'invalid' || (field !== 'date' && field !== 'note')) return false;
    this.errors = { [field]: field === 'date' ? t('desk.basis.date.error') : t('desk.person.error.other') };
    return true;
  }

  get accommodations(): Accommodations {
    const out: Accommodations = { note: this.note.trim() };
    for (const kind of arrangements) out[kind] = this.arranged.includes(kind);
    return out;
  }

  request(sessionId: string): ConditionsRequest {
    return { sessionId, basis: this.basis, date: this.dated ? this.date.trim() : '', accommodations: this.accommodations };
  }
}
