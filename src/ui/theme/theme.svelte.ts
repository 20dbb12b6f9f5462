/** Light, dark, or as the device says; told to the style sheet in `data-theme`. */

export const themeChoices = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const storageKey = 'grappe.theme';

let choice = $state<ThemeChoice>(readChoice());

/** Storage of this kind may be refused (private windows); the choice then lasts until reload. */
function readChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return themeChoices.find((known) => known === stored) ?? 'auto';
  } catch {
    return 'auto';
  }
}

export const theme = (): ThemeChoice => choice;

export const setTheme = (next: ThemeChoice): void => {
  choice = next;
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // As in readChoice.
  }
  applyTheme();
};

const devicePrefersDark = matchMedia('(prefers-color-scheme: dark)');

/** Sets the theme now and whenever the device changes its mind. */
export const startTheme = (): void => {
  applyTheme();
  devicePrefersDark.addEventListener('change', applyTheme);
};

const applyTheme = (): void => {
  const isDark = choice === 'dark' || (choice === 'auto' && devicePrefersDark.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
};
