/** When a picture of the wall is kept for the next opening: large walls only, at rest, saved, whole, with nothing hidden. */

import { untrack } from 'svelte';
import { useGrappe } from '#app/grappe.ts';
import { dropPicture, hideKeptPicture, keepPicture } from '../kept-picture.ts';
import { whenIdle } from '#core/idle.ts';
import type { Plane } from './plane.svelte.ts';
import type { ShownPicture } from './show-picture.svelte.ts';

/** A smaller board opens so soon that a picture is worth nothing. */
const fewestNotes = 300;
/** Long enough for whoever works to be seen working. */
const quietMs = 1500;
/** As text; more would cost more to keep and to read than it spares. */
const longestImage = 2_000_000;

/** To be called while the wall's component is made. `isSaved`: whether all of the board is on the disk. */
export const followPicture = (
  { workshop, wall, work, area, camera, carry }: Plane,
  picture: ShownPicture,
  isSaved: () => boolean,
): void => {
  const grappe = useGrappe();
  const { id } = workshop;
  const hidesSome = $derived(workshop.veiled > 0 || workshop.board.session.hidden.length > 0);
  const changedAt = $derived(grappe.workshops?.find((card) => card.id === id)?.changedAt);
  /** Whether the wall shows something that is not on the board: what is carried, selected, written in. */
  const isBusy = $derived(work.ids.length > 0 || work.editing !== null || carry.carried !== null);
  const isFit = $derived(
    wall.notes.length >= fewestNotes && !hidesSome && isSaved() && !wall.isSearching && !isBusy,
  );
  const isWhole = (): boolean => untrack(() => camera.isWhole && camera.rested === camera.view);

  $effect(() => hideKeptPicture);

  $effect(() => {
    if (hidesSome) dropPicture(grappe, id);
  });

  $effect(() => {
    void camera.rested;
    if (!isFit || changedAt === undefined) return;
    let cancelIdle: (() => void) | undefined;
    const wait = setTimeout(() => {
      cancelIdle = whenIdle(() => {
        const element = area();
        if (!element || !isWhole()) return;
        const { left, top, width, height } = element.getBoundingClientRect();
        void keepPicture(grappe, id, { changedAt, box: { left, top, width, height } }, async () => {
          const blob = await picture.capture();
          const image = blob ? await asAddress(blob) : null;
          return image !== null && image.length <= longestImage ? image : null;
        });
      });
    }, quietMs);
    return () => {
      clearTimeout(wait);
      cancelIdle?.();
    };
  });
};

const asAddress = (blob: Blob): Promise<string | null> =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : null);
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(blob);
  });
