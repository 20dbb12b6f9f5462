/** Paints the squares of a code. */

import type { Squares } from '#app/qr/show.ts';

let small: HTMLCanvasElement | undefined;
let painted = 0;

/** Squares of so many pixels differ too little in size, when they don't share the room evenly, for a camera to see it. */
const evenLimit = 4;

/** `side`: what there is room for, in the screen's pixels; smaller squares are all of a whole number of them. */
export const paintSquares = (canvas: HTMLCanvasElement, { size, dark }: Squares, side: number): void => {
  small ??= document.createElement('canvas');
  if (small.width !== size) small.width = small.height = size;
  const from = small.getContext('2d');
  const onto = canvas.getContext('2d');
  if (!from || !onto) return;
  const image = from.createImageData(size, size);
  const pixels = new Uint32Array(image.data.buffer);
  dark.forEach((isDark, index) => (pixels[index] = isDark ? 0xff000000 : 0xffffffff));
  from.putImageData(image, 0, 0);
  const scale = Math.max(1, Math.floor(side / size));
  const length = scale < evenLimit ? size * scale : side;
  if (canvas.width !== length) canvas.width = canvas.height = length;
  canvas.style.width = canvas.style.height = `${String(length / devicePixelRatio)}px`;
  onto.imageSmoothingEnabled = false;
  onto.drawImage(small, 0, 0, length, length);
  // Tells one code from the next, for whoever follows what is shown.
  canvas.dataset['turn'] = String(++painted);
};
