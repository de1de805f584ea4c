import { t } from '../../i18n';

/** A source with its year, which many sources name themselves. */
export function sourceOf(group: { source: string; year: number }): string {
  const year = String(group.year);
  return group.year === 0 || group.source.includes(year) ? group.source : `${group.source}, ${year}`;
}

/** The name of a norm group: the whole norm group has a word, the others their label. */
export function groupName(label: string): string {
  return label === 'Total' ? t('desk.norms.total') : label;
}
