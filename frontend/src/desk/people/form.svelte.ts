import type { Failure, InstrumentCard, Participant, ParticipantRequest, RespondentField } from '../../api';
import { t } from '../../i18n';

/** The longest name, code or answer that a form takes. */
export const longest = { name: 200, code: 40, text: 100 } as const;

/** The fields that any of the instruments asks for, each once, in their order. */
export function fieldsOf(cards: readonly InstrumentCard[]): RespondentField[] {
  const fields = new Map<string, RespondentField>();
  for (const card of cards) for (const field of card.fields) if (!fields.has(field.id)) fields.set(field.id, field);
  return [...fields.values()];
}

/** What the counsellor types about a participant, with what is wrong beside each field. */
export class PersonForm {
  id: string;
  name = $state('');
  code = $state('');
  facts = $state<Record<string, string>>({});
  /** Sentences by field id; "name" and "code" are fields too. */
  errors = $state<Record<string, string>>({});

  constructor(person?: Participant) {
    this.id = person?.id ?? '';
    this.name = person?.name ?? '';
    this.code = person?.code ?? '';
    this.facts = { ...person?.respondent };
  }

  /** Checks what can be checked here; the rest is up to the rules behind. */
  check(fields: readonly RespondentField[]): boolean {
    const errors: Record<string, string> = {};
    if (this.name.trim().length > longest.name) errors['name'] = t('desk.person.error.too_long', { Max: longest.name });
    if (this.code.trim().length > longest.code) errors['code'] = t('desk.person.error.too_long', { Max: longest.code });
    for (const field of fields) {
      const error = factError(field, (this.facts[field.id] ?? '').trim());
      if (error !== '') errors[field.id] = error;
    }
    this.errors = errors;
    return Object.keys(errors).length === 0;
  }

  /** Puts a refusal beside its field; false when it belongs to none. */
  refuse(failure: Failure): boolean {
    const field = failure.params['Field'] ?? '';
    const known = field === 'name' || field === 'code' || field in this.facts;
    if (failure.code === 'conflict' && field === 'code') {
      this.errors = { code: t('desk.person.error.code_taken') };
      return true;
    }
    if (failure.code !== 'invalid' || !known) return false;
    const reason = failure.params['Reason'] ?? '';
    this.errors = { [field]: reason === 'taken' ? t('desk.person.error.code_taken') : t('desk.person.error.other') };
    return true;
  }

  /** The request to store; facts left out are absent. */
  request(): ParticipantRequest {
    const given = Object.entries(this.facts).map(([id, value]) => [id, String(value).trim()] as const);
    return {
      id: this.id,
      code: this.code.trim(),
      name: this.name.trim(),
      respondent: Object.fromEntries(given.filter(([, value]) => value !== '')),
    };
  }
}

function factError(field: RespondentField, value: string): string {
  if (value === '') return '';
  if (field.type !== 'integer') return value.length > longest.text ? t('desk.person.error.too_long', { Max: longest.text }) : '';
  const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (field.max > field.min) {
    return number >= field.min && number <= field.max ? '' : t('desk.person.error.range', { Min: field.min, Max: field.max });
  }
  return Number.isNaN(number) ? t('desk.person.error.number') : '';
}
