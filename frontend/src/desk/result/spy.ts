import type { Attachment } from 'svelte/attachments';

/**
 * Tells which section is being read: the last one whose top has passed the
 * upper third of the scrolled area, or the last one at its very end.
 */
export function following(ids: () => readonly string[], onread: (id: string) => void): Attachment<HTMLElement> {
  return (area) => {
    const look = (): void => {
      const scrolls = area.scrollHeight > area.clientHeight + 1;
      if (!scrolls) return;
      const line = area.getBoundingClientRect().top + area.clientHeight / 3;
      const atEnd = area.scrollTop + area.clientHeight >= area.scrollHeight - 2;
      const passed = ids().filter((id) => (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) <= line);
      const read = atEnd ? ids()[ids().length - 1] : passed[passed.length - 1];
      if (read !== undefined) onread(read);
    };
    area.addEventListener('scroll', look, { passive: true });
    return () => area.removeEventListener('scroll', look);
  };
}
