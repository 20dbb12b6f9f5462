/** The browser’s own question whether to install the app: it is offered once, early, and kept here for when it is of use. */

/** Chromium’s `beforeinstallprompt`, which no standard and no library of types has. */
interface InstallPrompt extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

let kept: InstallPrompt | null = null;

/** Begins to listen, before the first screen: the event does not come twice. */
export const keepInstallPrompt = (): void =>
  addEventListener('beforeinstallprompt', (event) => {
    // Else a bar of the browser’s own comes at first sight.
    event.preventDefault();
    kept = event as InstallPrompt;
  });

export const installPrompt = (): InstallPrompt | null => kept;

/** A question can be asked once. */
export const forgetInstallPrompt = (): void => {
  kept = null;
};
