import type { Failure } from '../api';
import { has, t, word } from '../i18n';

/** What a failure means for any act of the participant, in a sentence. */
export function sentence(failure: Failure): string {
  return word(`error.${failure.code}`, { Ref: '', ...failure.params });
}

/** Why an answer is not saved yet, and what happens now; with the reference of a defect. */
export function unsaved(failure: Failure): string[] {
  const key = `kiosk.save.why.${failure.code}`;
  const why = has(key) ? word(key) : t('kiosk.save.why.other');
  const now = failure.presentation.transient ? t('kiosk.save.trying') : t('kiosk.save.call');
  const { Ref } = failure.params;
  return Ref ? [why, now, t('kiosk.save.reference', { Ref })] : [why, now];
}
