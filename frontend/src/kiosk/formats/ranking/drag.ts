/** A pointer must move so far before it drags. */
const THRESHOLD_PX = 6;

/** What a drag tells its ranking. */
export interface Dragging {
  /** The pointer has gone far enough; false where another one drags already. */
  onstart: () => boolean;
  /** The place under the pointer, -1 below the places. */
  onmove: (place: number) => void;
  /** The end: kept on release, dropped on cancel. */
  onend: (keep: boolean) => void;
  /** Released where it was pressed: no drag at all. */
  onpress: () => void;
}

/**
 * Follows the pointer from a handle until it is released. The ending goes from
 * place to place and never floats; Escape brings it back, and so does an end
 * that nobody told of, as when something covered the page. After `leaving` is
 * aborted nothing is told any more.
 */
export function followDrag(down: PointerEvent, host: HTMLElement, leaving: AbortSignal, calls: Dragging): void {
  if (down.button !== 0 || !down.isPrimary) return;
  down.preventDefault();
  const followed = new AbortController();
  const { signal } = followed;
  leaving.addEventListener('abort', () => followed.abort(), { signal });
  let on = false;
  const end = (keep: boolean) => {
    followed.abort();
    if (on) calls.onend(keep);
    else if (keep) calls.onpress();
  };
  const move = (ev: PointerEvent) => {
    if ((ev.buttons & 1) === 0) return end(false);
    if (!on) {
      const far = Math.hypot(ev.clientX - down.clientX, ev.clientY - down.clientY);
      if (far < THRESHOLD_PX) return;
      if (!calls.onstart()) return end(false);
      on = true;
      // The handle is drawn anew at every place; the group stays and keeps the pointer.
      host.setPointerCapture(down.pointerId);
    }
    calls.onmove(placeUnder(host, ev.clientY));
  };
  const hear = (name: 'pointermove' | 'pointerup' | 'pointercancel' | 'lostpointercapture', act: (ev: PointerEvent) => void) =>
    document.addEventListener(name, (ev) => ev.pointerId === down.pointerId && act(ev), { signal });
  hear('pointermove', move);
  hear('pointerup', () => end(true));
  hear('pointercancel', () => end(false));
  // The handle loses the pointer to the group; only the group's loss is an end.
  hear('lostpointercapture', (ev) => ev.target === host && end(false));
  const escape = (ev: KeyboardEvent) => {
    if (ev.key !== 'Escape') return;
    ev.preventDefault();
    end(false);
  };
  document.addEventListener('keydown', escape, { capture: true, signal });
}

function placeUnder(host: HTMLElement, y: number): number {
  const slots = [...host.querySelectorAll('.slot')];
  return slots.findIndex((slot) => y < slot.getBoundingClientRect().bottom);
}
