import type { View, Part } from '../../api';

/** One section of the result page: a part of the View, or two that belong together. */
export interface Section {
  id: string;
  label: string;
  parts: Part[];
}

/** Where the marks on a result stand; they are no part of the View's parts. */
export const qualityId = 'quality';

/** How the result came about; it is worded apart from the View. */
export const arithmeticId = 'arithmetic';

/** Where the norm group stands and is chosen; it is the desk's, not the View's. */
export const normsId = 'norms';

/** A part of the first kind takes in the part of the second kind that follows it. */
const joins: Partial<Record<Part['kind'], Part['kind']>> = { summary: 'kite', contexts: 'index' };

/**
 * Cuts a View into the sections of its page, in the View's order; the marks
 * come before the part that tells about the result, or last, and after them the
 * arithmetic and the norms if there are any (a label of '' leaves one out).
 */
export function sectionsOf(view: View, quality: string, arithmetic = '', norms = ''): Section[] {
  const sections: Section[] = [];
  for (const part of view.parts) {
    const last = sections[sections.length - 1];
    const before = last?.parts[last.parts.length - 1];
    if (last && before && joins[before.kind] === part.kind) {
      last.parts.push(part);
      // Situations and their index go by the name of the index.
      if (part.kind === 'index') last.label = part.short;
    } else {
      sections.push({ id: part.id, label: part.short, parts: [part] });
    }
  }
  const about = sections.findIndex((section) => section.parts[0]?.kind === 'about');
  const ours = [{ id: qualityId, label: quality, parts: [] }];
  if (arithmetic !== '') ours.push({ id: arithmeticId, label: arithmetic, parts: [] });
  if (norms !== '') ours.push({ id: normsId, label: norms, parts: [] });
  sections.splice(about < 0 ? sections.length : about, 0, ...ours);
  return numbered(sections);
}

/** Sections of the same name are told apart by a number: every landmark has its own. */
function numbered(sections: Section[]): Section[] {
  const seen = new Map<string, number>();
  for (const section of sections) {
    const times = (seen.get(section.label) ?? 0) + 1;
    seen.set(section.label, times);
    if (times > 1) section.label = `${section.label} ${String(times)}`;
  }
  return sections;
}
