/** Brightness, which is all that a QR code has. */

/** One byte a pixel of four (ITU-R BT.601, whole numbers). */
export const lumaOf = (rgba: Uint8ClampedArray): Uint8Array => {
  const luma = new Uint8Array(rgba.length >> 2);
  for (let i = 0, at = 0; i < luma.length; i++, at += 4) {
    luma[i] = (306 * (rgba[at] ?? 0) + 601 * (rgba[at + 1] ?? 0) + 117 * (rgba[at + 2] ?? 0) + 512) >> 10;
  }
  return luma;
};

/** Of about a thousand pixels, 0 to 255. */
export const meanLuma = (luma: Uint8Array): number => {
  const step = Math.max(1, Math.floor(luma.length / 1_009));
  let sum = 0;
  let count = 0;
  for (let at = 0; at < luma.length; at += step) {
    sum += luma[at] ?? 0;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
};
