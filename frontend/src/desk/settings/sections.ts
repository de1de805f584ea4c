import type { Method } from '../../api';
import { t, type MessageKey } from '../../i18n';

/** The sections of the settings, in the order of their index. */
export const sections = ['appearance', 'desk', 'consent', 'security', 'backup', 'handover', 'demo', 'diagnostics'] as const;

export type SettingsSection = (typeof sections)[number];

const labels = {
  appearance: 'desk.settings.section.appearance',
  desk: 'desk.settings.section.desk',
  consent: 'desk.settings.section.consent',
  security: 'desk.security.title',
  backup: 'backup.title',
  handover: 'desk.settings.section.handover',
  demo: 'desk.demo.title',
  diagnostics: 'desk.diag.title',
} as const satisfies Record<SettingsSection, MessageKey>;

/** What a role must be able to call to see a section. */
export const needs: Record<SettingsSection, Method> = {
  appearance: 'Desk.SaveLook',
  desk: 'Desk.SaveNotice',
  consent: 'Desk.SaveNotice',
  security: 'Porter.ChangePassphrase',
  backup: 'Desk.BackUp',
  handover: 'Desk.SetPIN',
  demo: 'Desk.AddDemonstration',
  diagnostics: 'Desk.Diagnostics',
};

/** The name of a section in the index and above it. */
export function label(section: SettingsSection): string {
  return t(labels[section]);
}
