import type { Attachment } from 'svelte/attachments';

/**
 * One stop of the Tab key for all numbers inside, arrows between them: left and
 * right along the order of reading, up and down to the nearest number of
 * another row, Home and End to the ends of a row.
 */
export const roving: Attachment<HTMLElement> = (area) => {
  const stops = (): HTMLElement[] =>
    [...area.querySelectorAll<HTMLElement>('button[data-number]')].filter((stop) => stop.offsetParent !== null);

  function settle(stop: HTMLElement | undefined): void {
    for (const other of area.querySelectorAll<HTMLElement>('button[data-number]')) other.tabIndex = other === stop ? 0 : -1;
  }

  function focused(event: FocusEvent): void {
    if (event.target instanceof HTMLElement && event.target.matches('button[data-number]')) settle(event.target);
  }

  function pressed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
    const all = stops();
    const at = all.indexOf(event.target);
    if (at < 0) return;
    const next = target(all, at, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  settle(stops()[0]);
  area.addEventListener('focusin', focused);
  area.addEventListener('keydown', pressed);
  return () => {
    area.removeEventListener('focusin', focused);
    area.removeEventListener('keydown', pressed);
  };
};

function target(all: HTMLElement[], at: number, key: string): HTMLElement | undefined {
  const here = all[at]?.getBoundingClientRect();
  if (!here) return undefined;
  const row = all.filter((stop) => Math.abs(stop.getBoundingClientRect().top - here.top) < here.height / 2);
  switch (key) {
    case 'ArrowRight':
      return all[at + 1];
    case 'ArrowLeft':
      return all[at - 1];
    case 'Home':
      return row[0];
    case 'End':
      return row[row.length - 1];
    case 'ArrowDown':
      return nearest(all, here, (box) => box.top - here.top > here.height / 2);
    case 'ArrowUp':
      return nearest(all, here, (box) => here.top - box.top > here.height / 2);
    default:
      return undefined;
  }
}

/** The next row first, then what stands nearest in it. */
function nearest(all: HTMLElement[], here: DOMRect, beyond: (box: DOMRect) => boolean): HTMLElement | undefined {
  let best: HTMLElement | undefined;
  let least = Infinity;
  for (const stop of all) {
    const box = stop.getBoundingClientRect();
    const away = Math.abs(box.top - here.top) * 1000 + Math.abs(box.left - here.left);
    if (!beyond(box) || away >= least) continue;
    least = away;
    best = stop;
  }
  return best;
}
