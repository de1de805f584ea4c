/** The look of a movement: position only, short. */
const MOVE: KeyframeAnimationOptions = { duration: 180, easing: 'cubic-bezier(.2,.7,.2,1)' };

/** Where every ending stands, by displayed position. */
export type Stand = Map<string, DOMRect>;

/** Takes down where the endings stand before a change. */
export function standOf(host: HTMLElement): Stand {
  const items = host.querySelectorAll<HTMLElement>('.item');
  return new Map([...items].map((item) => [item.dataset['position'] ?? '', item.getBoundingClientRect()]));
}

/** Lets the endings move from where they stood to where they stand now. */
export function fly(host: HTMLElement, before: Stand): void {
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  for (const item of host.querySelectorAll<HTMLElement>('.item')) {
    const from = before.get(item.dataset['position'] ?? '');
    const to = item.getBoundingClientRect();
    const x = (from?.left ?? to.left) - to.left;
    const y = (from?.top ?? to.top) - to.top;
    if (x === 0 && y === 0) continue;
    // Nothing in flight can be pressed by mistake.
    item.style.pointerEvents = 'none';
    const flight = item.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }], MOVE);
    flight.onfinish = flight.oncancel = () => (item.style.pointerEvents = '');
  }
}
