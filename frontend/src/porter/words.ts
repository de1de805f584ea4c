import { failureOf, type Failure, type Holder, type Problem, type Role } from '../api';
import { has, t, word } from '../i18n';
import type { Strength } from '../ui/strength';

/** What each strength of a passphrase means, in words. */
export function strengths(): Record<Strength, string> {
  return { 0: t('porter.strength.0'), 1: t('porter.strength.1'), 2: t('porter.strength.2'), 3: t('porter.strength.3') };
}

const roles = { owner: 'role.owner', counsellor: 'role.counsellor', assistant: 'role.assistant', reader: 'role.reader' } as const satisfies Record<Role, string>;

/** The name of a role. */
export function roleName(role: Role): string {
  return t(roles[role]);
}

/** Whom the desk knows somebody as: the name, or the role of an owner without one. */
export function holderName(holder: Holder): string {
  return holder.name || roleName(holder.role);
}

/** The sentence of a failure to open the desk; once the wait is over it asks nobody to wait. */
export function openingText(failure: Failure, left: number): string {
  const waits = failure.code === 'wrong_passphrase' || failure.code === 'too_soon';
  return waits && left === 0 ? t('porter.unlock.again') : word(`error.${failure.code}`, failure.params);
}

/** What is wrong with a passphrase that was chosen, '' if the failure is about something else. */
export function passphraseFault(thrown: unknown): string {
  if (thrown === undefined) return '';
  const { code, params } = failureOf(thrown);
  if (code !== 'invalid' || params['Field'] !== 'passphrase') return '';
  switch (params['Reason']) {
    case 'taken':
      return t('porter.fault.taken');
    case 'too_long':
      return t('porter.fault.too_long');
    default:
      return t('porter.fault.too_short');
  }
}

/** The sentence of a failure around backups: some codes say more by their reason. */
export function problemText(problem: Problem): string {
  const params = problem.params ?? {};
  if (problem.code === 'disk_full') return t('backup.bad.disk_full');
  const special = `backup.bad.${params.Reason ?? ''}`;
  if (['bad_backup', 'conflict', 'invalid'].includes(problem.code) && has(special)) return word(special, params);
  return word(`error.${problem.code}`, params);
}
