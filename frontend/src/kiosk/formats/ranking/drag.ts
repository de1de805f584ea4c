/** A pointer must move so far before it drags. */
const THRESHOLD_PX = 6;

/** What a drag tells its ranking. */
export interface Dragging {
  /** The pointer has gone far enough: the ending is being moved. */
  onstart: () => void;
  /** The place under the pointer, -1 below the places. */
  onmove: (place: number) => void;
  /** The end: kept on release, dropped on cancel. */
  onend: (keep: boolean) => void;
  /** Released where it was pressed: no drag at all. */
  onpress: () => void;
}

/**
 * Follows the pointer from a handle until it is released. The ending goes from
 * place to place and never floats; Escape brings it back.
 */
export function followDrag(down: PointerEvent, host: HTMLElement, calls: Dragging): void {
  if (down.button !== 0 || !down.isPrimary) return;
  down.preventDefault();
  let on = false;
  const move = (ev: PointerEvent) => {
    if (ev.pointerId !== down.pointerId) return;
    if (!on) {
      const far = Math.hypot(ev.clientX - down.clientX, ev.clientY - down.clientY);
      if (far < THRESHOLD_PX) return;
      on = true;
      // The handle is drawn anew at every place; the group stays and keeps the pointer.
      host.setPointerCapture(down.pointerId);
      calls.onstart();
    }
    calls.onmove(placeUnder(host, ev.clientY));
  };
  const end = (keep: boolean) => {
    document.removeEventListener('pointermove', move);
    document.removeEventListener('pointerup', release);
    document.removeEventListener('pointercancel', cancel);
    document.removeEventListener('keydown', escape, true);
    if (on) calls.onend(keep);
    else if (keep) calls.onpress();
  };
  const release = (ev: PointerEvent) => {
    if (ev.pointerId === down.pointerId) end(true);
  };
  const cancel = () => end(false);
  const escape = (ev: KeyboardEvent) => {
    if (ev.key !== 'Escape') return;
    ev.preventDefault();
    end(false);
  };
  document.addEventListener('pointermove', move);
  document.addEventListener('pointerup', release);
  document.addEventListener('pointercancel', cancel);
  document.addEventListener('keydown', escape, true);
}

function placeUnder(host: HTMLElement, y: number): number {
  const slots = [...host.querySelectorAll('.slot')];
  return slots.findIndex((slot) => y < slot.getBoundingClientRect().bottom);
}
