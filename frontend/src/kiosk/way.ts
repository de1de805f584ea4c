import type { KioskSection, KioskSession } from '../api';

/** A place in the flow, without texts: they change with the language. */
export type Stop =
  | { kind: 'welcome' }
  | { kind: 'consent' }
  | { kind: 'break'; id: string }
  /** How a type of response works, and its practice, before the first section that asks for it. */
  | { kind: 'how'; id: string; section: string; after: string[] }
  | { kind: 'practice'; id: string; section: string; after: string[] }
  | { kind: 'section'; id: string }
  | { kind: 'item'; id: string; section: string }
  | { kind: 'review' }
  | { kind: 'confirm' }
  | { kind: 'declined' }
  | { kind: 'end' };

/** The stored steps that are no item; some are followed by a type or a section. */
const STEPS = { consent: '*consent', break: '*break:', how: '*how:', practice: '*practice:', review: '*review', confirm: '*confirm' };

/** Before the id of an item that the review opened: from there it leads back to the review. */
const OPENED = '*review:';

/**
 * Every stop of a session in order, also those of sections that are not shown
 * now. What ends it is not on it: only an act leads there.
 */
export function stopsOf(session: KioskSession): Stop[] {
  const before = new Map<string, string[]>();
  const sections = session.sections.flatMap((section): Stop[] => [
    ...(section.break ? [{ kind: 'break', id: section.id } as const] : []),
    ...typesOf(session, section).flatMap((type) => introductions(session, section.id, type, before)),
    { kind: 'section', id: section.id },
    ...section.items.map((id): Stop => ({ kind: 'item', id, section: section.id })),
  ]);
  return [{ kind: 'welcome' }, { kind: 'consent' }, ...sections, { kind: 'review' }, { kind: 'confirm' }];
}

/** The types of response of a section, in the order in which they come. */
function typesOf(session: KioskSession, section: KioskSection): string[] {
  return [...new Set(session.items.filter((item) => item.section === section.id).map((item) => item.type))];
}

/** How a type works and its practice; `before` remembers which sections asked for it. */
function introductions(session: KioskSession, section: string, type: string, before: Map<string, string[]>): Stop[] {
  const after = before.get(type) ?? [];
  before.set(type, [...after, section]);
  const practised = session.practices.some((practice) => practice.type === type && practice.item !== undefined);
  const how: Stop = { kind: 'how', id: type, section, after };
  return practised ? [how, { kind: 'practice', id: type, section, after }] : [how];
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
  switch (stop.kind) {
    case 'how':
    case 'practice':
      return shown.includes(stop.section) && !stop.after.some((section) => shown.includes(section));
    case 'item':
      return shown.includes(stop.section);
    case 'section':
    case 'break':
      return shown.includes(stop.id);
    default:
      return true;
  }
}

function same(a: Stop, b: Stop): boolean {
  const name = (stop: Stop) => [stop.kind, 'id' in stop ? stop.id : '', 'section' in stop ? stop.section : ''].join(' ');
  return name(a) === name(b);
}

/**
 * What a restart is to come back to; null for what ends a session. A section is noted by its first
 * item, and an item with whether the review opened it.
 */
export function stepOf(session: KioskSession, stop: Stop, opened = false): string | null {
  switch (stop.kind) {
    case 'welcome':
      return '';
    case 'item':
      return opened ? OPENED + stop.id : stop.id;
    case 'section':
      return session.sections.find((section) => section.id === stop.id)?.items[0] ?? null;
    case 'end':
    case 'declined':
      return null;
    default:
      return STEPS[stop.kind] + ('id' in stop ? stop.id : '');
  }
}

/** Whether the review opened the item on which a session stands. */
export function isOpened(session: KioskSession): boolean {
  return session.step.startsWith(OPENED);
}

/** Where a session stands when the page opens; `begun` says whether an item has something in it. */
export function stopAt(session: KioskSession, begun: (itemId: string) => boolean): Stop {
  if (session.done) return { kind: 'end' };
  const { basis } = session.consent;
  if (basis === 'declined') return { kind: 'declined' };
  if (session.step === '') return { kind: 'welcome' };
  if (basis === '') return { kind: 'consent' };
  const stops = stopsOf(session);
  const shown = shownOf(session.sections);
  const opened = isOpened(session);
  const here = stops.filter((stop) => isShown(stop, shown) && stepOf(session, stop, opened) === session.step);
  // An answered consent is not asked again.
  if (here[0]?.kind === 'consent' && basis === 'consent') return beside(stops, here[0], 1, shown);
  // A section without an answer is begun again with its instruction.
  const section = session.sections.find((s) => s.items[0] === session.step);
  const again = section !== undefined && !section.items.some(begun);
  return here.find((stop) => stop.kind !== 'section' || again) ?? { kind: 'welcome' };
}
