/** The theme: what the user chose, else what the system prefers. It is an attribute of the root element, so that a change needs no re-rendering. */
export type Theme = 'light' | 'dark';
const key = 'tarn.theme';
const system = () => matchMedia('(prefers-color-scheme: dark)');

export function currentTheme(): Theme {
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
}

export function applyTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme;
  window.dispatchEvent(new CustomEvent('tarn:theme', { detail: theme }));
}

export function chooseTheme(theme: Theme) {
  localStorage.setItem(key, theme);
  applyTheme(theme);
}

export function startTheme() {
  const chosen = localStorage.getItem(key);
  const preferred = () => (system().matches ? 'dark' : 'light');
  applyTheme(chosen === 'light' || chosen === 'dark' ? chosen : preferred());
  system().addEventListener('change', () => {
    if (!localStorage.getItem(key)) applyTheme(preferred());
  });
}

/** The value of a colour token in the present theme; for canvases, which CSS does not reach. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
