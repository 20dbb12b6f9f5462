/** Choices of this device, known before anything is drawn, and told to the style sheets in `data-theme` and its like. */

/** Storage of this kind may be refused (private windows); the choice then lasts until reload. */
const createChoice = <Value extends string>(name: string, values: readonly [Value, ...Value[]]) => {
  const key = `grappe.${name}`;
  const read = (): Value => {
    try {
      const stored = localStorage.getItem(key);
      return values.find((known) => known === stored) ?? values[0];
    } catch {
      return values[0];
    }
  };
  let value = $state(read());
  // Another window of the app: the plenary screen looks as whoever leads has it.
  addEventListener('storage', () => (value = read()));
  return {
    get value() {
      return value;
    },
    set value(next: Value) {
      value = next;
      try {
        localStorage.setItem(key, next);
      } catch {
        // As in read.
      }
    },
  };
};

export const theme = createChoice('theme', ['auto', 'light', 'dark']);
export const contrast = createChoice('contrast', ['auto', 'high']);
/** Of the whole interface. */
export const textSize = createChoice('text', ['normal', 'large', 'largest']);
/** Between letters, words and lines. */
export const spacing = createChoice('spacing', ['normal', 'wide']);
/** Whether a screen asks one thing at a time, and shows nothing that a participant does not need. */
export const mode = createChoice('mode', ['full', 'simple']);

/** Sets the look now, and whenever a person or the device changes their mind; resolves when nothing is missing to draw. */
export const startTheme = async (): Promise<void> => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const more = matchMedia('(prefers-contrast: more)');
  const apply = (): unknown => {
    const isDark = theme.value === 'dark' || (theme.value === 'auto' && dark.matches);
    const isHigh = contrast.value === 'high' || more.matches;
    const look = {
      contrast: isHigh ? 'high' : 'auto',
      text: textSize.value,
      spacing: spacing.value,
    };
    Object.assign(document.documentElement.dataset, look, { theme: isDark ? 'dark' : 'light' });
    // What is unusual has a style sheet of its own.
    return `${look.contrast}${look.text}${look.spacing}` === 'autonormalnormal' || import('./reading.css');
  };
  $effect.root(() => {
    $effect(() => void apply());
  });
  dark.addEventListener('change', apply);
  more.addEventListener('change', apply);
  await apply();
};
