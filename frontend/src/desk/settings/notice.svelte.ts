import type { DeskNotice, Failure, NoticeRequest } from '../../api';
import { t, word } from '../../i18n';

/** The longest name and the longest part of a notice, in characters. */
export const longest = { name: 80, words: 1000 } as const;

/** The longest retention in months. */
const longestMonths = 1200;

export type Unit = 'years' | 'months';

type Words = Record<string, Record<string, string>>;

/** What the desk says of itself to participants, as it is typed. */
export class NoticeForm {
  /** What is stored. */
  stored = $state.raw<DeskNotice>() as DeskNotice;
  name = $state('');
  /** How long results are kept: a number as typed, and what it counts. */
  amount = $state('');
  unit = $state<Unit>('years');
  /** The words by language and part. */
  words = $state<Words>({});
  /** Sentences by field: "name", "months", "<language>.<part>". */
  errors = $state<Record<string, string>>({});

  constructor(stored: DeskNotice) {
    this.stored = stored;
    this.undo();
  }

  /** Goes back to what is stored. */
  undo(): void {
    const { name, months, texts } = this.stored;
    this.name = name;
    this.unit = months % 12 === 0 ? 'years' : 'months';
    this.amount = String(this.unit === 'years' ? months / 12 : months);
    this.words = table(texts, (part) => part.words);
    this.errors = {};
  }

  /** Takes what was stored elsewhere; words that were typed here stay. */
  follow(stored: DeskNotice): void {
    const { words } = this;
    this.stored = stored;
    this.undo();
    this.words = words;
  }

  /** The retention in months, NaN where the number is none. */
  get months(): number {
    return /^\d{1,4}$/.test(this.amount.trim()) ? Number(this.amount) * (this.unit === 'years' ? 12 : 1) : NaN;
  }

  /** Whether something differs from what is stored. */
  get changed(): boolean {
    const { name, months, texts } = this.stored;
    return this.name.trim() !== name || this.months !== months || JSON.stringify(this.words) !== JSON.stringify(table(texts, (part) => part.words));
  }

  /** Whether a part has words of the desk's own in some language. */
  own(part: string): boolean {
    return this.stored.texts.some(({ language, parts }) => parts.some((p) => p.id === part && p.supplied !== (this.words[language]?.[part] ?? '').trim()));
  }

  /** Takes the supplied words of a part in every language. */
  supply(part: string): void {
    for (const { language, parts } of this.stored.texts) {
      const supplied = parts.find((p) => p.id === part)?.supplied ?? '';
      this.words[language] = { ...this.words[language], [part]: supplied };
      delete this.errors[`${language}.${part}`];
    }
  }

  /** Checks what can be checked here; the rest is up to the rules behind. */
  check(): boolean {
    const errors: Record<string, string> = {};
    if (this.name.trim().length > longest.name) errors['name'] = t('desk.person.error.too_long', { Max: longest.name });
    if (!(this.months >= 1 && this.months <= longestMonths)) errors['months'] = t('desk.settings.kept.error', { Max: longestMonths / 12 });
    this.errors = errors;
    return Object.keys(errors).length === 0;
  }

  /** Puts a refusal beside its field; false when it belongs to none. */
  refuse(failure: Failure): boolean {
    const field = failure.params['Field'] ?? '';
    if (failure.code !== 'invalid' || field === '') return false;
    this.errors = { [field]: reason(failure.params) };
    return true;
  }

  request(): NoticeRequest {
    const words: Words = {};
    for (const [language, parts] of Object.entries(this.words)) words[language] = { ...parts };
    return { name: this.name.trim(), months: this.months, words };
  }
}

function table(texts: DeskNotice['texts'], of: (part: DeskNotice['texts'][number]['parts'][number]) => string): Words {
  return Object.fromEntries(texts.map(({ language, parts }) => [language, Object.fromEntries(parts.map((part) => [part.id, of(part)]))]));
}

function reason(params: Failure['params']): string {
  switch (params['Reason']) {
    case 'too_long':
      return t('desk.person.error.too_long', { Max: params['Limit'] ?? longest.words });
    case 'out_of_range':
      return t('desk.settings.kept.error', { Max: longestMonths / 12 });
    case 'other_language':
      return t('desk.consent.error.other_language', { Language: word(`language.${params['Language']}`) });
    case 'unknown_placeholder':
      return t('desk.consent.error.placeholder');
    default:
      return t('desk.person.error.other');
  }
}
