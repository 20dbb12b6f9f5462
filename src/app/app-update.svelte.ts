/**
 * The app on this device, and its next version: whether everything is kept for offline use, whether a newer version waits,
 * and the change to it, which only a person asks for and which never falls into work.
 *
 * One version at a time runs for all tabs. When one tab changes, the others are told by the browser; they go on with what
 * they have (the service worker keeps the parts of the version before) and change when out of sight and idle, or when asked.
 */
import type { Workbox } from 'workbox-window';
import { err, ok, type Result } from '#core/result.ts';

/** `unsupported`: on plain http, or in a browser without service workers. */
export type OfflineState = 'unsupported' | 'preparing' | 'ready' | 'failed';

export type ApplyUpdateError = { type: 'NoUpdate' } | { type: 'NotIdle' };

export interface AppUpdate {
  readonly version: string;
  readonly offline: OfflineState;
  readonly offlineReady: boolean;
  /** A newer version is on this device and waits to be asked for. */
  readonly updateReady: boolean;
  /**
   * Changes to the newer version and reloads this tab. For a person's press of a button, and nothing else.
   * Errors: `NotIdle` while something isn't saved yet; `NoUpdate` when none waits.
   */
  applyUpdate(): Result<void, ApplyUpdateError>;
  /** Asks the server for a newer version; without network, nothing happens. */
  checkForUpdate(): Promise<void>;
}

/**
 * Registers the service worker and watches over it for as long as the page lives.
 * `isIdle` tells whether all work is saved, so that a reload loses nothing; `settled` resolves once the first screen is there.
 */
export const startAppUpdate = (isIdle: () => boolean, settled: Promise<void>): AppUpdate => {
  // A page in a frame is a proof that another page makes: it changes nothing.
  const isOwn = parent === window;
  const supported = import.meta.env.PROD && isSecureContext && 'serviceWorker' in navigator && isOwn;
  let offline = $state<OfflineState>(supported ? 'preparing' : 'unsupported');
  let updateReady = $state(false);
  /** Another tab has changed already: this one only has to reload. */
  let changedElsewhere = false;
  let asked = false;
  let workbox: Workbox | undefined;

  const reloadWhenIdle = (): void => {
    if (isIdle()) location.reload();
    // Consent is given: the last words are on their way to storage, which doesn't take long.
    else setTimeout(reloadWhenIdle, 200);
  };

  const reloadWhenUnseen = (): void => {
    if (changedElsewhere && document.visibilityState === 'hidden' && isIdle()) location.reload();
  };

  const checkForUpdate = async (): Promise<void> => {
    try {
      await workbox?.update();
    } catch {
      // No network, or a server that is being changed: the next look will tell.
    }
  };

  /** In a part of its own: the first screen does not wait for it. */
  const load = async (): Promise<Workbox> => {
    const { Workbox } = await import('workbox-window');
    // Next to index.html, so that the app also runs in a folder of a host.
    return (workbox = new Workbox('./sw.js', { scope: './', updateViaCache: 'none' }));
  };

  const start = async (): Promise<void> => {
    const container = navigator.serviceWorker;
    let controlled = container.controller !== null;
    // From the first moment on: another tab's worker may take this one before it has one of its own.
    container.addEventListener('controllerchange', () => {
      if (!controlled) {
        controlled = true;
      } else if (asked) {
        reloadWhenIdle();
      } else {
        changedElsewhere = true;
        updateReady = true;
        reloadWhenUnseen();
      }
    });
    // At a first visit the whole app is fetched to be kept: on a weak phone the first screen would wait for that.
    if (!controlled) await settled;
    const worker = await load().catch(() => undefined);
    if (!worker) {
      offline = 'failed';
      return;
    }
    worker.addEventListener('waiting', () => {
      // Without a controller this is the first version of all, not a newer one.
      if (container.controller) updateReady = true;
    });
    worker.addEventListener('redundant', () => {
      if (offline === 'preparing') offline = 'failed';
    });
    document.addEventListener('visibilitychange', () => {
      reloadWhenUnseen();
      if (document.visibilityState === 'visible') void checkForUpdate();
    });
    addEventListener('pageshow', (event) => {
      if (event.persisted) void checkForUpdate();
    });
    addEventListener('online', () => void checkForUpdate());

    try {
      await worker.register({ immediate: true });
      await worker.active;
      offline = 'ready';
    } catch {
      offline = 'failed';
    }
  };

  if (supported) void start();

  return {
    version: __APP_VERSION__,
    get offline() {
      return offline;
    },
    get offlineReady() {
      return offline === 'ready';
    },
    get updateReady() {
      return updateReady;
    },
    applyUpdate() {
      if (!updateReady) return err({ type: 'NoUpdate' });
      if (!isIdle()) return err({ type: 'NotIdle' });
      asked = true;
      if (changedElsewhere) location.reload();
      else workbox?.messageSkipWaiting();
      return ok();
    },
    checkForUpdate,
  };
};
