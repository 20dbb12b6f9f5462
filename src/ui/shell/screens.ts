/** The screens of a workshop that come with a file of their own. */

import type { Screen } from '#app/router.svelte.ts';

export const screens = {
  prepare: () => import('../prepare/Prepare.svelte'),
  lead: () => import('../room/Lead.svelte'),
  wall: () => import('../wall/Wall.svelte'),
  votes: () => import('../votes/Votes.svelte'),
  synthesis: () => import('../synthesis/Synthesis.svelte'),
  gather: () => import('../gather/Gather.svelte'),
  kit: () => import('../kit/Kit.svelte'),
  trash: () => import('../trash/Trash.svelte'),
  parking: () => import('../parking/Parking.svelte'),
  transcribe: () => import('../transcribe/Transcribe.svelte'),
  safety: () => import('../safety/Safety.svelte'),
};

/** Has a screen's file come while its workshop is still being read. What fails, fails again where it is shown. */
export const fetchScreen = ({ name }: Screen): void => {
  if (name in screens) screens[name as keyof typeof screens]().catch(() => undefined);
};
