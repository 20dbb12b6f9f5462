/** Paints a square tile of the far picture: the dotted paper, and on it the notes, as pixels where they are no more than that. */

import type { Hue } from '#board/method.ts';
import { assert } from '#core/assert.ts';
import { boxesMeet, inflate, type Box } from './geometry.ts';
import { dotPitch, hasLines, paintPicture, type Palette, type Picture } from './painter.ts';

export interface TilePainter {
  /** Paints what is within `area` of the wall. */
  readonly paint: (canvas: HTMLCanvasElement, picture: Picture, area: Box, zoom: number) => void;
  /** Begins to paint the same in parts, of which each takes a part of the time. */
  readonly begin: (picture: Picture, area: Box, zoom: number) => TileInParts;
}

export interface TileInParts {
  /** Paints the next part; tells whether that was the last. */
  readonly paintNext: () => boolean;
  readonly hang: (canvas: HTMLCanvasElement) => void;
}

/** So many parts a slow device paints in as many frames. */
const partsMost = 3;
/** What is drawn around a note's box, in wall units: the edge of one that is chosen, the note under it. */
const aroundNote = 12;

/** `size`: of a tile, in CSS pixels; `density`: the canvas's pixels in one. */
export const createTilePainter = (size: number, density: number): TilePainter => {
  const pixels = size * density;
  let ground: Ground | undefined;
  const easel = makeEasel(pixels);
  /** What is begun stays on it while other tiles are painted. */
  const sideEasel = makeEasel(pixels);

  const paintPart = (
    context: Context,
    picture: Picture,
    area: Box,
    zoom: number,
    part = 0,
    parts = 1,
  ): void => {
    if (ground?.palette !== picture.palette) ground = paintGround(picture.palette, size, density);
    const scale = zoom * density;
    const [top, bottom] = [part, part + 1].map((at) => Math.round((at * pixels) / parts)) as [number, number];
    const height = bottom - top;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (parts > 1) {
      context.beginPath();
      context.rect(0, top, pixels, height);
      context.clip();
    }
    context.drawImage(ground.canvas, 0, top, pixels, height, 0, top, pixels, height);
    context.setTransform(scale, 0, 0, scale, -area.x * scale, -area.y * scale);
    const painted = { ...area, y: area.y + top / scale, height: height / scale };
    paintPicture(context, picture, inflate(painted, aroundNote), zoom);
    context.restore();
  };

  const paintWhole = (context: Context, picture: Picture, area: Box, zoom: number): void => {
    if (hasLines(picture.lettering, zoom)) {
      paintPart(context, picture, area, zoom);
      return;
    }
    if (ground?.palette !== picture.palette) ground = paintGround(picture.palette, size, density);
    context.putImageData(paintPixels(ground, picture, area, zoom * density), 0, 0);
  };

  const paint: TilePainter['paint'] = (canvas, picture, area, zoom) => {
    paintWhole(easel?.context ?? contextOf(canvas), picture, area, zoom);
    easel?.hang(canvas);
  };

  const begin: TilePainter['begin'] = (picture, area, zoom) => {
    const isInParts = sideEasel !== null && hasLines(picture.lettering, zoom);
    let part = 0;
    return {
      paintNext: () => {
        if (!isInParts) return true;
        paintPart(sideEasel.context, picture, area, zoom, part, partsMost);
        part += 1;
        return part === partsMost;
      },
      hang: (canvas) => {
        if (isInParts) sideEasel.hang(canvas);
        else paint(canvas, picture, area, zoom);
      },
    };
  };

  return { paint, begin };
};

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** A canvas that all tiles are painted on, and given away from. */
interface Easel {
  readonly context: Context;
  readonly hang: (canvas: HTMLCanvasElement) => void;
}

/**
 * A canvas that only shows a finished picture costs a fifth of one that can be painted on, and nothing more while it
 * moves. Safari before 16.4 can't do it: there each tile is painted on by itself.
 */
const makeEasel = (pixels: number): Easel | null => {
  if (typeof OffscreenCanvas === 'undefined') return null;
  // eslint-disable-next-line compat/compat -- asked for above
  const offscreen = new OffscreenCanvas(pixels, pixels);
  const context = offscreen.getContext('2d', { alpha: false });
  if (!context) return null;
  return {
    context,
    hang: (canvas) =>
      canvas
        .getContext('bitmaprenderer', { alpha: false })
        ?.transferFromImageBitmap(offscreen.transferToImageBitmap()),
  };
};

/** The paper of a tile, and what the painter of pixels needs. */
interface Ground {
  readonly palette: Palette;
  readonly canvas: HTMLCanvasElement;
  readonly pixels: Uint32Array;
  /** Written anew for each tile. */
  readonly image: ImageData;
  readonly colours: Colours;
}

interface Colours {
  readonly hues: Readonly<Record<Hue, number>>;
  readonly dimHues: Readonly<Record<Hue, number>>;
  readonly card: number;
  readonly field: number;
  readonly line: number;
  readonly grape: number;
}

const paintGround = (palette: Palette, size: number, density: number): Ground => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size * density;
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  assert(context, 'a canvas has a context of the kind that was asked for first');
  const colours = readColours(context, palette);
  context.setTransform(density, 0, 0, density, 0, 0);
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, size, size);
  context.fillStyle = palette.dot;
  for (let y = 1.5; y < size; y += dotPitch) {
    for (let x = 1.5; x < size; x += dotPitch) {
      context.beginPath();
      context.arc(x, y, 1.5, 0, 2 * Math.PI);
      context.fill();
    }
  }
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer).slice();
  return { palette, canvas, pixels, image, colours };
};

/** Has the browser read its own colours: the palette may be written in any of CSS's ways. */
const readColours = (context: CanvasRenderingContext2D, palette: Palette): Colours => {
  const pixelOf = (colour: string, alpha = 1): number => {
    context.globalAlpha = 1;
    context.fillStyle = palette.paper;
    context.fillRect(0, 0, 1, 1);
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    context.globalAlpha = 1;
    return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
  };
  const hues = (alpha: number): Record<Hue, number> =>
    Object.fromEntries(
      Object.entries(palette.hues).map(([hue, colour]) => [hue, pixelOf(colour, alpha)]),
    ) as Record<Hue, number>;
  return {
    hues: hues(1),
    dimHues: hues(0.25),
    card: pixelOf(palette.card),
    field: pixelOf(palette.field),
    line: pixelOf(palette.line),
    grape: pixelOf(palette.grape),
  };
};

/** Thousands of notes of a few pixels each: written one by one, which is ten times as fast as having them drawn. */
const paintPixels = (
  { pixels, image, colours }: Ground,
  { fields, trays, notes }: Picture,
  area: Box,
  scale: number,
): ImageData => {
  const { width, height } = image;
  const out = new Uint32Array(image.data.buffer);
  out.set(pixels);

  const fill = (left: number, top: number, right: number, bottom: number, colour: number): void => {
    const [from, to] = [Math.max(0, left), Math.min(width, right)];
    if (from >= to) return;
    for (let y = Math.max(0, top); y < Math.min(height, bottom); y += 1)
      out.fill(colour, y * width + from, y * width + to);
  };
  /** A box in whole pixels, `grown` by so many on each side; a pixel at least. */
  const put = (box: Box, colour: number, grown = 0): void => {
    const [left, top] = [Math.round((box.x - area.x) * scale), Math.round((box.y - area.y) * scale)];
    const right = Math.max(left + 1, Math.round((box.x + box.width - area.x) * scale));
    const bottom = Math.max(top + 1, Math.round((box.y + box.height - area.y) * scale));
    fill(left - grown, top - grown, right + grown, bottom + grown, colour);
  };

  for (const box of fields.values()) {
    if (!boxesMeet(box, area)) continue;
    put(box, colours.field);
    put(box, colours.card, -1);
  }
  for (const box of trays.values()) {
    if (!boxesMeet(box, area)) continue;
    const edge = 1 / scale;
    put({ ...box, height: edge }, colours.line);
    put({ ...box, y: box.y + box.height - edge, height: edge }, colours.line);
    put({ ...box, width: edge }, colours.line);
    put({ ...box, x: box.x + box.width - edge, width: edge }, colours.line);
  }
  for (const { box, hue, dim, selected } of notes.values()) {
    if (!boxesMeet(box, area)) continue;
    if (selected) put(box, colours.grape, 2);
    put(box, dim ? colours.dimHues[hue] : colours.hues[hue]);
  }
  return image;
};

const contextOf = (canvas: HTMLCanvasElement): CanvasRenderingContext2D => {
  const context = canvas.getContext('2d', { alpha: false });
  assert(context, 'a canvas has a context of the kind that was asked for first');
  return context;
};
