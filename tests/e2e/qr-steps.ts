/** Devices with a camera that see what another one's screen really showed. */

import { readFileSync, writeFileSync } from 'node:fs';
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { headlessLaunchOptions } from '../find-browsers.js';
import { saveFile } from './attachment-steps.ts';

/**
 * Starts a browser whose camera shows the film in `path`, over and over: opened whenever the page asks for the camera, so
 * that it may be made later. Without one it shows what Chromium has for such cases.
 */
export const launchWithCamera = (path?: string): Promise<Browser> => {
  const options = headlessLaunchOptions();
  return chromium.launch({
    ...options,
    args: [
      ...options.args,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(path === undefined ? [] : [`--use-file-for-fake-video-capture=${path}`]),
    ],
  });
};

export interface Filming {
  /** Codes that are filmed. */
  readonly codes: number;
  /** Of a hundred pictures of the camera, how many a hand is held before. */
  readonly loss?: number;
  /** Pixels. */
  readonly blur?: number;
  readonly seed?: number;
}

/** Pictures of a camera for each code, at 30 a second and ten codes. */
const picturesPerCode = 3;

/**
 * Films the codes that a page shows, as they are on its canvases, into an MJPEG: askew, a little small, on grey, in uneven
 * light. Chromium plays MJPEG at 30 pictures a second, whatever the file.
 */
export const film = async (
  page: Page,
  path: string,
  { codes, loss = 0, blur = 0.6, seed = 1 }: Filming,
): Promise<void> => {
  const pictures = await page.evaluate(
    ({ codes, blur }) =>
      new Promise<string[]>((resolve) => {
        const taken: string[] = [];
        const shown = [...document.querySelectorAll<HTMLCanvasElement>('dialog canvas')];
        // Four codes are for a good camera.
        const [width, height] = shown.length > 2 ? [1920, 1080] : [1280, 720];
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext('2d')!;
        const take = async (): Promise<void> => {
          context.filter = 'none';
          context.fillStyle = '#666';
          context.fillRect(0, 0, width, height);
          context.save();
          context.filter = `blur(${String(blur)}px)`;
          context.translate(width / 2, height / 2);
          context.rotate(0.09);
          context.transform(1, 0.02, -0.03, 0.97, 0, 0);
          const [columns, rows, side] =
            shown.length > 2 ? [2, 2, 480] : [shown.length, 1, 660 - 60 * (shown.length - 1)];
          shown.forEach((code, index) => {
            const left = ((index % columns) - columns / 2) * (side + 10);
            const top = (Math.floor(index / columns) - rows / 2) * (side + 10);
            context.drawImage(code, left, top, side, side);
          });
          context.restore();
          const shade = context.createLinearGradient(0, 0, width, height);
          shade.addColorStop(0, 'rgba(0,0,0,0.1)');
          shade.addColorStop(1, 'rgba(0,0,0,0.4)');
          context.fillStyle = shade;
          context.fillRect(0, 0, width, height);
          const bytes = new Uint8Array(
            await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })).arrayBuffer(),
          );
          let binary = '';
          for (const byte of bytes) binary += String.fromCharCode(byte);
          taken.push(btoa(binary));
        };
        let isBusy = false;
        const watch = new MutationObserver(() => {
          if (isBusy) return;
          isBusy = true;
          void take().then(() => {
            isBusy = false;
            if (taken.length < codes) return;
            watch.disconnect();
            resolve(taken);
          });
        });
        const last = shown.at(-1);
        if (!last) throw new Error('no code is shown');
        if (codes === 1) void take().then(() => resolve(taken));
        else watch.observe(last, { attributes: true, attributeFilter: ['data-turn'] });
      }),
    { codes, blur },
  );
  const below = chance(seed);
  const hidden = await hand(page);
  const frames = pictures.flatMap((picture) =>
    Array.from({ length: picturesPerCode }, () => (below(100) < loss ? hidden : picture)),
  );
  writeFileSync(path, Buffer.concat(frames.map((frame) => Buffer.from(frame, 'base64'))));
};

/** Films nothing but a hand. */
export const filmHand = async (page: Page, path: string): Promise<void> => {
  const picture = Buffer.from(await hand(page), 'base64');
  writeFileSync(path, Buffer.concat(Array.from({ length: 30 }, () => picture)));
};

/** A JPEG, base64. */
const hand = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1280, 720);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#765';
    context.fillRect(0, 0, 1280, 720);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  });

/** A small generator of chance that repeats (mulberry32). */
const chance = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
};

/** What a device has of the workshop that is open, from the file that it saves: the document and its texts. */
export const readBoardFile = async (
  page: Page,
): Promise<{ readonly state: Buffer; readonly readable: string }> => {
  const entries = unzipSync(new Uint8Array(readFileSync(await saveFile(page))));
  const [state, readable] = [entries['board.yjs2'], entries['atelier.json']];
  if (!state || !readable) throw new Error('no board in the file');
  return { state: Buffer.from(state), readable: new TextDecoder().decode(readable) };
};

export const dialog = (page: Page) => page.getByRole('dialog', { name: /QR animé/ });

/** Shows the animated QR of the workshop that is open, on « Réunir ». */
export const showQr = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Montrer le QR animé' }).click();
  const quick = page.getByRole('button', { name: 'Montrer à vitesse normale' });
  const code = page.getByRole('img', { name: /^QR animé de l’atelier/ });
  await expect(quick.or(code).first()).toBeVisible();
  if (await quick.isVisible()) await quick.click();
  await expect(code).toBeVisible();
  await expect(dialog(page).locator('canvas').first()).toHaveAttribute('data-turn', /./);
};
