/** Finds the largest and best picture that is small enough: pure, the same in a worker and in the page. */

/** Longest side of a kept photo, in pixels: a paper sticky note filling it is read without effort. */
const sides = [1280, 1120, 960, 800, 640, 480, 320, 160] as const;
/** Largest photo that is kept, in bytes. */
export const photoSizeLimit = 60_000;

/** Better than this no eye sees; worse than that handwriting dissolves, and a smaller picture reads better. */
const best = 0.82;
const worst = 0.42;
const steps = 3;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Encodes the picture at a size, with a quality from 0 to 1. */
export type EncodePicture<Picture extends { readonly size: number }> = (
  size: PictureSize,
  quality: number,
) => Promise<Picture>;

/** Gives the picture and its size; undefined when not even the smallest is small enough. */
export const fitPhoto = async <Picture extends { readonly size: number }>(
  source: PictureSize,
  encode: EncodePicture<Picture>,
): Promise<{ readonly picture: Picture; readonly size: PictureSize } | undefined> => {
  let last: PictureSize | undefined;
  for (const side of sides) {
    const size = scaleTo(source, side);
    if (last?.width === size.width && last.height === size.height) continue;
    last = size;
    const picture = await fitQuality(size, encode);
    if (picture) return { picture, size };
  }
  return undefined;
};

/** Never enlarges, and leaves one pixel of what is very narrow. */
const scaleTo = ({ width, height }: PictureSize, side: number): PictureSize => {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
};

/** The best quality at which a size is small enough; undefined when none is. */
const fitQuality = async <Picture extends { readonly size: number }>(
  size: PictureSize,
  encode: EncodePicture<Picture>,
): Promise<Picture | undefined> => {
  const finest = await encode(size, best);
  if (finest.size <= photoSizeLimit) return finest;
  let found = await encode(size, worst);
  if (found.size > photoSizeLimit) return undefined;
  let [low, high]: [number, number] = [worst, best];
  for (let step = 0; step < steps; step += 1) {
    const middle = (low + high) / 2;
    const tried = await encode(size, middle);
    if (tried.size <= photoSizeLimit) [found, low] = [tried, middle];
    else high = middle;
  }
  return found;
};
