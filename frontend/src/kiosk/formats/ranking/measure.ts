/**
 * Reserves in every place and every home the height of the longest ending, so
 * that nothing jumps while placing. Measured on a hidden copy of an ending.
 */
export function reserve(host: HTMLElement, texts: readonly string[]): void {
  const item = host.querySelector<HTMLElement>('.item');
  const place = host.querySelector<HTMLElement>('.place');
  const tray = host.querySelector<HTMLElement>('.tray');
  if (item === null || place === null || tray === null) return;
  host.style.removeProperty('--row-min');
  host.style.removeProperty('--home-min');
  const probe = item.cloneNode(true) as HTMLElement;
  probe.setAttribute('aria-hidden', 'true');
  probe.style.cssText = 'visibility:hidden;position:absolute;inset:0 0 auto';
  const home = document.createElement('li');
  home.className = 'home';
  tray.append(home);
  const top = Number.parseFloat(getComputedStyle(place).paddingTop) || 0;
  const row = tallest(place, probe, texts) + top + 8;
  const open = tallest(home, probe, texts);
  home.remove();
  host.style.setProperty('--row-min', `${row}px`);
  host.style.setProperty('--home-min', `${open}px`);
}

function tallest(parent: HTMLElement, probe: HTMLElement, texts: readonly string[]): number {
  const text = probe.querySelector<HTMLElement>('.txt');
  const ending = probe.querySelector<HTMLElement>('.ending');
  if (text === null || ending === null) return 0;
  parent.append(probe);
  const heights = texts.map((t) => {
    text.textContent = t;
    return ending.offsetHeight;
  });
  probe.remove();
  return Math.max(...heights);
}

/** Keeps the reserved heights right: at once, after the fonts, at every change of width. Gives the way to stop. */
export function keepReserved(host: HTMLElement, texts: () => readonly string[]): () => void {
  let width = -1;
  let stopped = false;
  const measure = () => {
    if (!stopped) reserve(host, texts());
  };
  const watcher = new ResizeObserver(() => {
    if (host.clientWidth === width) return;
    width = host.clientWidth;
    measure();
  });
  measure();
  watcher.observe(host);
  void document.fonts.ready.then(measure);
  return () => {
    stopped = true;
    watcher.disconnect();
  };
}
