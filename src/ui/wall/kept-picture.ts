/**
 * A picture of a large wall as it was left, kept on the device and shown where the wall will be while the workshop is
 * read. It is of one state of the board, and shown for that state alone: what was written since, or by another tab, is
 * found by the time at which the board last changed. Of a board that hides anything no picture is kept.
 */

import type { BoardId } from '#core/ids.ts';
import type { Grappe } from '#app/grappe.ts';
import { lookAhead } from '#app/look-ahead.ts';
import { locale } from '#app/words/locale.svelte.ts';

export interface KeptPicture {
  /** When the board last changed, milliseconds since 1970. */
  readonly changedAt: number;
  readonly look: string;
  /** Where on the page the wall was, in CSS pixels. */
  readonly box: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  /** As an address, `data:image/png…`. */
  readonly image: string;
}

type Drafts = Pick<Grappe, 'readDraft' | 'writeDraft'>;

/** After so long the workshop is opened without a picture. */
const patienceMs = 400;

/** Where the wall does not come after all. */
const longestMs = 10_000;

const draftKey = (id: BoardId): string => `${id}/wall-picture`;

/** What was kept or found last, so that the same is not kept twice. */
const known = new Map<BoardId, Omit<KeptPicture, 'image'>>();

let shown: HTMLElement | undefined;
let wanted = 0;

/** The workshop whose picture is looked for or shown. */
let shownFor: BoardId | undefined;
let showing: Promise<void> | undefined;

/**
 * Shows the picture if there is one of the board as it is; resolves when it is on the screen, or will not be. It needs
 * nothing that the app opens: it may be called before there is one, and again for the same.
 */
export const showKeptPicture = (id: BoardId): Promise<void> => {
  if (showing && shownFor === id) return showing;
  hideKeptPicture();
  shownFor = id;
  return (showing = show(id, wanted));
};

const show = async (id: BoardId, turn: number): Promise<void> => {
  const tooLate = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs));
  const found = await Promise.race([findPicture(id), tooLate]);
  if (!found || turn !== wanted) return;

  const image = new Image();
  image.alt = '';
  image.src = found.image;
  const { left, top, width, height } = found.box;
  image.className = 'kept-picture';
  image.style.cssText = `position:fixed;z-index:1;pointer-events:none;left:${String(left)}px;top:${String(top)}px;width:${String(width)}px;height:${String(height)}px`;
  await image.decode();
  if (turn !== wanted) return;
  shown = image;
  document.body.append(image);
  // Whoever goes elsewhere meanwhile is not to find it there.
  addEventListener('hashchange', hideKeptPicture, { once: true });
  setTimeout(() => turn === wanted && hideKeptPicture(), longestMs);
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
};

/** To be called once the wall itself is on the screen, or is not to be shown. */
export const hideKeptPicture = (): void => {
  wanted += 1;
  showing = undefined;
  shown?.remove();
  shown = undefined;
};

const findPicture = async (id: BoardId): Promise<KeptPicture | null> => {
  const board = await lookAhead(id, ['wall-picture', 'wall']);
  const [picture, wall] = board?.drafts ?? [];
  if (!board || !isPicture(picture)) return null;
  const { changedAt, look, box } = picture;
  known.set(id, { changedAt, look, box });
  return board.changedAt === changedAt && look === lookNow(wall) ? picture : null;
};

/** All that a picture depends on besides the board. `wall`: how it was left, as its own draft has it. */
const lookNow = (wall: unknown): string => {
  const root = document.documentElement;
  return JSON.stringify([
    [innerWidth, innerHeight, devicePixelRatio],
    [
      { ...root.dataset },
      locale(),
      getComputedStyle(root).fontSize,
      matchMedia('(forced-colors: active)').matches,
    ],
    wall ?? null,
  ]);
};

const isPicture = (value: unknown): value is KeptPicture => {
  const { changedAt, look, box, image } = (value ?? {}) as Partial<KeptPicture>;
  return (
    typeof changedAt === 'number' &&
    typeof look === 'string' &&
    typeof image === 'string' &&
    image.startsWith('data:image/') &&
    ['left', 'top', 'width', 'height'].every((side) => Number.isFinite(box?.[side as 'left']))
  );
};

/** Keeps a picture, unless the one that is kept is of the same. `paint` gives the address of an image, or null. */
export const keepPicture = async (
  grappe: Drafts,
  id: BoardId,
  now: Pick<KeptPicture, 'changedAt' | 'box'>,
  paint: () => Promise<string | null>,
): Promise<void> => {
  const kept = { ...now, look: lookNow(await grappe.readDraft(`${id}/wall`)) };
  if (
    JSON.stringify(known.get(id)) ===
    JSON.stringify({ changedAt: kept.changedAt, look: kept.look, box: kept.box })
  )
    return;
  const image = await paint();
  if (image === null) return;
  known.set(id, { changedAt: kept.changedAt, look: kept.look, box: kept.box });
  grappe.writeDraft(draftKey(id), { ...kept, image });
};

/** Keeps none: the board hides something. */
export const dropPicture = (grappe: Drafts, id: BoardId): void => {
  known.delete(id);
  grappe.writeDraft(draftKey(id), undefined);
};
