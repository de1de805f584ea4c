/** Puts a theme ("system", "light", "dark", "contrast") on the page; gives the way to stop following the system. */
export function followTheme(theme: string): () => void {
  const root = document.documentElement;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const more = window.matchMedia('(prefers-contrast: more)');
  const apply = () => {
    const system = more.matches ? 'contrast' : dark.matches ? 'dark' : 'light';
    root.dataset['theme'] = theme === 'system' || theme === '' ? system : theme;
  };
  apply();
  dark.addEventListener('change', apply);
  more.addEventListener('change', apply);
  return () => {
    dark.removeEventListener('change', apply);
    more.removeEventListener('change', apply);
  };
}
