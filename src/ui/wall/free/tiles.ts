/**
 * The far picture of the wall in square tiles, as maps have them: panning moves one layer and paints only tiles that
 * come into sight, mostly ahead of time; what changes repaints the tiles it touches; while zooming, the tiles of before
 * are stretched.
 *
 * There are as many tiles as a screen takes and no more: what leaves at one side comes back at the other. So panning adds
 * nothing to the page and takes nothing away, which would have the browser look through all that is on the wall. And
 * tiles are opaque, since then nobody looks at what lies behind.
 */

import { originOf, translationOf, type View } from './camera.svelte.ts';
import { boxesMeet, type Box, type Size } from './geometry.ts';
import { whenIdle } from '#core/idle.ts';
import { createMover } from './mover.svelte.ts';
import { dotPitch, type Picture } from './painter.ts';
import { createTilePainter, type TileInParts } from './tile-painter.ts';

/** CSS pixels; so many dots. */
const tileSize = 18 * dotPitch;
/** Tiles so near to the screen are painted when there is nothing else to do. */
const aheadPx = 200;
/**
 * A slow device that pans is never idle: there a part of a tile is painted in each frame all the same, lest a whole row of
 * them have to be painted in the frame in which they come into sight.
 */
const prepareWithinMs = 12;
/** Stretched further than this, tiles are painted anew although the zooming still goes on. */
const stretchMost = 2;
const settleMs = 120;
/** So long tiles are painted anew in one frame: what changes all of the wall is not to hold the page up. */
const renewWithinMs = 8;
/** Finer than this no eye sees on moving notes, and it costs memory. */
const densityMost = 2;

export type Tiles = ReturnType<typeof createTiles>;

interface Tile {
  readonly canvas: HTMLCanvasElement;
  readonly move: (transform: string) => void;
  /** What it shows of the wall; null: nothing. */
  area: Box | null;
  column: number;
  row: number;
  /** It shows the picture of before. */
  isStale: boolean;
}

interface Seen {
  readonly view: View;
  readonly screen: Size;
}

/** A tile that is painted ahead of time, in parts. */
interface Begun {
  readonly column: number;
  readonly row: number;
  readonly painting: TileInParts;
}

/** Columns and rows of tiles, both ends included. */
interface Span {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
}

export const createTiles = (host: HTMLElement) => {
  const density = Math.min(densityMost, Math.max(1, devicePixelRatio));
  const painter = createTilePainter(tileSize, density);
  const layer = document.createElement('div');
  layer.style.cssText = 'position:absolute;inset:0 auto auto 0;transform-origin:0 0;will-change:transform';
  host.append(layer);
  const move = createMover(layer);
  let grid: Grid = { columns: 0, rows: 0 };
  let tiles: readonly Tile[] = [];
  let paintedZoom = 0;
  let settle: ReturnType<typeof setTimeout> | undefined;
  let stopIdle: (() => void) | undefined;
  let nextFrame = 0;
  let last: Seen | null = null;
  let picture: Picture | null = null;
  let begun: Begun | null = null;

  const tileFor = (column: number, row: number): Tile | undefined =>
    tiles[remainder(row, grid.rows) * grid.columns + remainder(column, grid.columns)];

  const paintTile = (tile: Tile): void => {
    tile.isStale = false;
    if (picture && tile.area) painter.paint(tile.canvas, picture, tile.area, paintedZoom);
  };

  /** Paints what is stale in sight with the next frame; what takes too long, with those after it. */
  const renewLater = (): void => {
    cancelAnimationFrame(nextFrame);
    nextFrame = requestAnimationFrame(() => {
      const end = performance.now() + renewWithinMs;
      for (const tile of tiles) {
        if (!tile.isStale) continue;
        paintTile(tile);
        if (performance.now() > end) return renewLater();
      }
    });
  };

  const areaOf = (column: number, row: number): Box => {
    const size = tileSize / paintedZoom;
    return { x: column * size, y: row * size, width: size, height: size };
  };

  /** Has the tile of a place there, painted now or before. */
  const provide = (column: number, row: number, painted?: TileInParts): void => {
    const tile = tileFor(column, row);
    if (!tile || isThere(tile, column, row)) return;
    tile.area = areaOf(column, row);
    tile.column = column;
    tile.row = row;
    tile.move(`translate(${String(column * tileSize)}px, ${String(row * tileSize)}px)`);
    if (painted) {
      tile.isStale = false;
      painted.hang(tile.canvas);
    } else paintTile(tile);
  };

  /** The tiles that meet the screen, and so much around it. */
  const spanOf = ({ view, screen }: Seen, aroundPx: number): Span => {
    const stretch = paintedZoom / view.zoom;
    const tileOf = (px: number): number => Math.floor(px / tileSize);
    const [x, y] = [view.x * paintedZoom, view.y * paintedZoom];
    return {
      left: tileOf(x - aroundPx),
      right: tileOf(x + screen.width * stretch + aroundPx),
      top: tileOf(y - aroundPx),
      bottom: tileOf(y + screen.height * stretch + aroundPx),
    };
  };

  const prepareLater = (): void => {
    stopIdle ??= whenIdle(() => {
      stopIdle = undefined;
      if (!last || !picture) return;
      const span = spanOf(last, aheadPx);
      if (!fits(span, grid)) return;
      // Whoever turned back no longer comes by it, and its canvas may be in sight.
      if (begun && !holds(span, begun.column, begun.row)) begun = null;
      begun ??= beginNext(span, picture);
      if (!begun) return;
      const { column, row, painting } = begun;
      if (painting.paintNext()) {
        begun = null;
        provide(column, row, painting);
      }
      prepareLater();
    }, prepareWithinMs);
  };

  const beginNext = (span: Span, picture: Picture): Begun | null => {
    const next = within(span).find(([column, row]) => !isThere(tileFor(column, row), column, row));
    if (!next) return null;
    const [column, row] = next;
    return { column, row, painting: painter.begin(picture, areaOf(column, row), paintedZoom) };
  };

  /** Paints all in sight at the zoom of now. */
  const renew = (seen: Seen): void => {
    clearTimeout(settle);
    begun = null;
    paintedZoom = seen.view.zoom;
    const needed = gridFor(seen.screen);
    if (needed.columns !== grid.columns || needed.rows !== grid.rows) {
      grid = needed;
      tiles = Array.from({ length: grid.columns * grid.rows }, () => makeTile(density));
      layer.replaceChildren(...tiles.map(({ canvas }) => canvas));
    }
    for (const tile of tiles) {
      tile.area = null;
      tile.isStale = false;
      tile.move(outOfSight);
    }
    fill(seen);
  };

  const fill = (seen: Seen): void => {
    for (const place of within(spanOf(seen, 0))) provide(...place);
    prepareLater();
  };

  const place = (view: View): void => {
    move(`${translationOf(view)} scale(${String(view.zoom / paintedZoom)})`);
  };

  return {
    show: (view: View, screen: Size): void => {
      if (screen.width === 0 || screen.height === 0) return;
      last = { view, screen };
      const stretch = paintedZoom === 0 ? Infinity : view.zoom / paintedZoom;
      clearTimeout(settle);
      if (stretch > stretchMost || !fits(spanOf(last, 0), grid)) renew(last);
      else {
        fill(last);
        if (stretch !== 1) {
          settle = setTimeout(() => {
            if (!last) return;
            renew(last);
            place(last.view);
          }, settleMs);
        }
      }
      place(view);
    },
    /** Takes another picture, and paints anew what these boxes touch; null: everything. */
    repaint: (next: Picture, boxes: readonly Box[] | null): void => {
      picture = next;
      begun = null;
      const seen = last && spanOf(last, 0);
      for (const tile of tiles) {
        const { area, column, row } = tile;
        if (area === null || (boxes !== null && !boxes.some((box) => boxesMeet(box, area)))) continue;
        if (seen && holds(seen, column, row)) tile.isStale = true;
        else tile.area = null;
      }
      renewLater();
      if (last) prepareLater();
    },
    /** What is seen, as an image; null while some of it is not painted, or where there is no canvas for it. */
    capture: (): Promise<Blob | null> => {
      if (!last || last.view.zoom !== paintedZoom) return Promise.resolve(null);
      const { view, screen } = last;
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(screen.width * density);
      canvas.height = Math.round(screen.height * density);
      const context = canvas.getContext('2d', { alpha: false });
      const seen = within(spanOf(last, 0)).map(([column, row]) => ({
        column,
        row,
        tile: tileFor(column, row),
      }));
      if (!context || !seen.every(({ column, row, tile }) => !tile?.isStale && isThere(tile, column, row)))
        return Promise.resolve(null);
      const [left, top] = originOf(view);
      for (const { column, row, tile } of seen) {
        const [x, y] = [(left + column * tileSize) * density, (top + row * tileSize) * density];
        if (tile) context.drawImage(tile.canvas, x, y);
      }
      return new Promise((resolve) => canvas.toBlob(resolve));
    },
    stop: (): void => {
      clearTimeout(settle);
      stopIdle?.();
      cancelAnimationFrame(nextFrame);
      layer.remove();
    },
  };
};

/** Whether a tile shows a place. */
const isThere = (tile: Tile | undefined, column: number, row: number): boolean =>
  tile?.area != null && tile.column === column && tile.row === row;

const outOfSight = 'translate(-100000px, 0)';

/** So many that no two of those in sight or near are the same. */
const gridFor = ({ width, height }: Size): Grid => ({
  columns: Math.ceil((width + 2 * aheadPx) / tileSize) + 1,
  rows: Math.ceil((height + 2 * aheadPx) / tileSize) + 1,
});

const fits = ({ left, right, top, bottom }: Span, { columns, rows }: Grid): boolean =>
  right - left < columns && bottom - top < rows;

const holds = ({ left, right, top, bottom }: Span, column: number, row: number): boolean =>
  column >= left && column <= right && row >= top && row <= bottom;

const within = ({ left, right, top, bottom }: Span): (readonly [column: number, row: number])[] => {
  const found: (readonly [number, number])[] = [];
  for (let row = top; row <= bottom; row += 1)
    for (let column = left; column <= right; column += 1) found.push([column, row]);
  return found;
};

/** Never below zero. */
const remainder = (at: number, length: number): number => ((at % length) + length) % length;

const makeTile = (density: number): Tile => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = tileSize * density;
  canvas.style.cssText = `position:absolute;left:0;top:0;width:${String(tileSize)}px;height:${String(tileSize)}px;will-change:transform`;
  const move = createMover(canvas);
  move(outOfSight);
  return { canvas, move, area: null, column: 0, row: 0, isStale: false };
};
