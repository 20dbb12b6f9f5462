/** The screens of a workshop that come with a file of their own. */

import type { Screen } from '#app/router.svelte.ts';
import { whenIdle } from '#core/idle.ts';
import type { BoardId } from '#core/ids.ts';
import { wallStartsAs } from '../wall/starts-as.ts';

export const screens = {
  prepare: () => import('../prepare/Prepare.svelte'),
  lead: () => import('../room/Lead.svelte'),
  wall: () => {
    // What it would fetch itself comes with it. A phone shows the list, which needs no plane.
    if (wallStartsAs() === 'free') import('../wall/free/FreeWall.svelte').catch(() => undefined);
    return import('../wall/Wall.svelte');
  },
  votes: () => import('../votes/Votes.svelte'),
  synthesis: () => import('../synthesis/Synthesis.svelte'),
  gather: () => import('../gather/Gather.svelte'),
  kit: () => import('../kit/Kit.svelte'),
  trash: () => import('../trash/Trash.svelte'),
  parking: () => import('../parking/Parking.svelte'),
  transcribe: () => import('../transcribe/Transcribe.svelte'),
  safety: () => import('../safety/Safety.svelte'),
};

/**
 * Shows a picture of the screen as it was left, where one is kept, and has the screen's own file come while the workshop is
 * read. What fails to come fails again where it is shown. May be called again for the same.
 */
export const beforeOpening = async ({ name }: Screen, id: BoardId): Promise<void> => {
  const fetchScreen = (): void => {
    if (name in screens) screens[name as keyof typeof screens]().catch(() => undefined);
  };
  // Over a line, what waits for something else waits for a way there and back.
  if (!isKeptHere()) fetchScreen();
  if (name === 'wall') {
    // A workshop opens without a picture as well.
    await loadPicture()
      .then(({ showKeptPicture }) => showKeptPicture(id))
      .catch(() => undefined);
  }
  fetchScreen();
};

/** Whether the app's files come from this device. */
export const isKeptHere = (): boolean => Boolean(navigator.serviceWorker?.controller);

/** Resolves once a screen has come and is drawn, and nothing is left to do. */
export const whenDrawn = async ({ name }: Screen): Promise<void> => {
  // What fails to come is not drawn, and holds nothing else back.
  if (name in screens) await screens[name as keyof typeof screens]().catch(() => undefined);
  await new Promise<void>((resolve) => requestAnimationFrame(() => whenIdle(resolve)));
};

export const hidePicture = (): void =>
  void loadPicture().then(
    ({ hideKeptPicture }) => hideKeptPicture(),
    () => undefined,
  );

const loadPicture = () => import('../wall/kept-picture.ts');
