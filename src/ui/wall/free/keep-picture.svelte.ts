/** When a picture of the wall is kept for the next opening: large walls only, at rest, saved, whole, with nothing hidden. */

import { untrack } from 'svelte';
import { useGrappe } from '#app/grappe.ts';
import type { Workshop } from '#app/workshop.svelte.ts';
import { dropPicture, hideKeptPicture, keepPicture } from '../kept-picture.svelte.ts';
import type { Wall } from '../wall.svelte.ts';
import type { Camera } from './camera.svelte.ts';
import { whenIdle } from './idle.ts';
import type { Tiles } from './tiles.ts';

/** A smaller board opens so soon that a picture is worth nothing. */
const fewestNotes = 300;
/** Long enough for whoever works to be seen working. */
const quietMs = 1500;
/** As text; more would cost more to keep and to read than it spares. */
const longestImage = 2_000_000;

export interface PictureContext {
  readonly workshop: Workshop;
  readonly wall: Wall;
  readonly camera: Camera;
  readonly tiles: () => Tiles | undefined;
  readonly area: () => HTMLElement | undefined;
  /** Whether all of the board is on the disk. */
  readonly isSaved: () => boolean;
  /** Whether the wall shows something that is not on the board: what is carried, selected, written in. */
  readonly isBusy: () => boolean;
}

/** To be called while the wall's component is made. */
export const followPicture = ({
  workshop,
  wall,
  camera,
  tiles,
  area,
  isSaved,
  isBusy,
}: PictureContext): void => {
  const grappe = useGrappe();
  const { id } = workshop;
  const hidesSome = $derived(workshop.veiled > 0 || workshop.board.session.hidden.length > 0);
  const changedAt = $derived(grappe.workshops?.find((card) => card.id === id)?.changedAt);
  const isFit = $derived(
    wall.notes.length >= fewestNotes && !hidesSome && isSaved() && !wall.isSearching && !isBusy(),
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
          const blob = await tiles()?.capture();
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
