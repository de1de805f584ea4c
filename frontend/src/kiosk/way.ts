import type { KioskSection, KioskSession } from '../api';

/** A place in the flow, without texts: they change with the language. */
export type Stop =
  | { kind: 'welcome' }
  | { kind: 'section'; id: string }
  | { kind: 'item'; id: string; section: string }
  | { kind: 'review' }
  | { kind: 'end' };

/** The stored step of the review. */
export const REVIEW = '*review';

/** Every stop of a session in order, also those of sections that are not shown now. The end is not on it: only finishing leads there. */
export function stopsOf(session: KioskSession): Stop[] {
  const sections = session.sections.flatMap((section): Stop[] => [
    { kind: 'section', id: section.id },
    ...section.items.map((id): Stop => ({ kind: 'item', id, section: section.id })),
  ]);
  return [{ kind: 'welcome' }, ...sections, { kind: 'review' }];
}

/** The ids of the sections that are shown. */
export function shownOf(sections: readonly KioskSection[]): string[] {
  return sections.filter((section) => section.shown).map((section) => section.id);
}

/** The next stop that is shown, from a place that may have gone from the way; the place itself at the ends. */
export function beside(stops: readonly Stop[], from: Stop, step: -1 | 1, shown: readonly string[]): Stop {
  const at = stops.findIndex((stop) => same(stop, from));
  for (let i = at + step; at >= 0 && i >= 0 && i < stops.length; i += step) {
    const stop = stops[i];
    if (stop !== undefined && isShown(stop, shown)) return stop;
  }
  return from;
}

function isShown(stop: Stop, shown: readonly string[]): boolean {
  if (stop.kind === 'item') return shown.includes(stop.section);
  return stop.kind !== 'section' || shown.includes(stop.id);
}

function same(a: Stop, b: Stop): boolean {
  return a.kind === b.kind && ('id' in a ? a.id : '') === ('id' in b ? b.id : '');
}
