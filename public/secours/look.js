/**
 * Shows the page as the app is shown on this device: choices that src/ui/theme/theme.svelte.ts keeps. A script of its own,
 * without which the page does all the same.
 */
for (const name of ['theme', 'contrast', 'text', 'spacing']) {
  try {
    const chosen = localStorage.getItem(`grappe.${name}`);
    if (chosen !== null) document.documentElement.dataset[name] = chosen;
  } catch {
    // What is refused or broken is not followed.
  }
}
