/**
 * The far picture of the wall in square tiles, as maps have them: panning moves one layer and paints only tiles that
 * come into sight, mostly ahead of time; what changes repaints the tiles it touches; while zooming, the tiles of before
 * are stretched.
 *
 * Tiles are large, and out of the page when out of sight: the browser prepares each canvas in it anew for every frame in
 * which anything moves. And they are opaque, since then nobody looks at what lies behind. Either was half of a pan.
 */

import { translationOf, type View } from './camera.svelte.ts';
import { boxesMeet, type Box, type Size } from './geometry.ts';
import { whenIdle } from './idle.ts';
import { dotPitch, type Picture } from './painter.ts';
import { createTilePainter } from './tile-painter.ts';

/** CSS pixels; so many dots. A screen takes about six. */
const tileSize = 27 * dotPitch;
/** Tiles so near to the screen are painted when there is nothing else to do. */
const aheadPx = 300;
/** Stretched further than this, tiles are painted anew although the zooming still goes on. */
const stretchMost = 2;
const settleMs = 120;
/** Finer than this no eye sees on moving notes, and it costs memory. */
const densityMost = 2;
/** Half a screenful. */
const spareMost = 4;

export type Tiles = ReturnType<typeof createTiles>;

interface Tile {
  readonly canvas: HTMLCanvasElement;
  readonly area: Box;
}

interface Seen {
  readonly view: View;
  readonly screen: Size;
}

/** Columns and rows of tiles, both ends included. */
interface Span {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const createTiles = (host: HTMLElement) => {
  const density = Math.min(densityMost, Math.max(1, devicePixelRatio));
  const spare: HTMLCanvasElement[] = [];
  const painter = createTilePainter(tileSize, density);
  let layer = makeLayer(host);
  let tiles = new Map<string, Tile>();
  let paintedZoom = 0;
  let settle: ReturnType<typeof setTimeout> | undefined;
  let stopIdle: (() => void) | undefined;
  let last: Seen | null = null;
  let picture: Picture | null = null;

  const areaAt = (column: number, row: number): Box => ({
    x: (column * tileSize) / paintedZoom,
    y: (row * tileSize) / paintedZoom,
    width: tileSize / paintedZoom,
    height: tileSize / paintedZoom,
  });

  const paintTile = ({ canvas, area }: Tile): void => {
    if (picture) painter.paint(canvas, picture, area, paintedZoom);
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

  const addTile = (column: number, row: number): Tile => {
    const canvas = spare.pop() ?? makeCanvas(density);
    canvas.style.translate = `${String(column * tileSize)}px ${String(row * tileSize)}px`;
    const tile = { canvas, area: areaAt(column, row) };
    paintTile(tile);
    tiles.set(keyOf(column, row), tile);
    return tile;
  };

  /** Puts the tiles in sight into the page, painting those that are not yet, and takes the others out of it. */
  const fill = (seen: Seen): void => {
    const shown = new Set<Tile>();
    for (const [column, row] of within(spanOf(seen, 0)))
      shown.add(tiles.get(keyOf(column, row)) ?? addTile(column, row));
    for (const tile of tiles.values()) {
      if (!shown.has(tile)) tile.canvas.remove();
      else if (!tile.canvas.isConnected) layer.append(tile.canvas);
    }
    forgetFar(seen);
    prepareLater();
  };

  const prepareLater = (): void => {
    stopIdle ??= whenIdle(() => {
      stopIdle = undefined;
      if (!last) return;
      const next = within(spanOf(last, aheadPx)).find(([column, row]) => !tiles.has(keyOf(column, row)));
      if (!next) return;
      addTile(...next);
      prepareLater();
    });
  };

  /** A tablet has memory for some tiles only. */
  const forgetFar = (seen: Seen): void => {
    const near = within(spanOf(seen, tileSize));
    if (tiles.size <= near.length) return;
    const kept = new Set(near.map(([column, row]) => keyOf(column, row)));
    for (const [key, { canvas }] of tiles) {
      if (kept.has(key)) continue;
      release(canvas);
      tiles.delete(key);
    }
  };

  const release = (canvas: HTMLCanvasElement): void => {
    canvas.remove();
    if (spare.length < spareMost) spare.push(canvas);
    else canvas.width = canvas.height = 0;
  };

  /** Paints all in sight at the zoom of now; what was there before goes in the same frame. */
  const renew = (seen: Seen): void => {
    clearTimeout(settle);
    const before = { layer, tiles };
    layer = makeLayer(host);
    tiles = new Map();
    paintedZoom = seen.view.zoom;
    fill(seen);
    before.layer.remove();
    for (const { canvas } of before.tiles.values()) release(canvas);
  };

  const place = (view: View): void => {
    layer.style.transform = `${translationOf(view)} scale(${String(view.zoom / paintedZoom)})`;
  };

  return {
    show: (view: View, screen: Size): void => {
      if (screen.width === 0 || screen.height === 0) return;
      last = { view, screen };
      const stretch = paintedZoom === 0 ? Infinity : view.zoom / paintedZoom;
      if (stretch > stretchMost || stretch < 1 / stretchMost) renew(last);
      else {
        fill(last);
        clearTimeout(settle);
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
      for (const [key, tile] of tiles) {
        if (boxes !== null && !boxes.some((box) => boxesMeet(box, tile.area))) continue;
        if (tile.canvas.isConnected) paintTile(tile);
        else {
          release(tile.canvas);
          tiles.delete(key);
        }
      }
    },
    stop: (): void => {
      clearTimeout(settle);
      stopIdle?.();
      layer.remove();
      tiles.clear();
      spare.length = 0;
    },
  };
};

const keyOf = (column: number, row: number): string => `${String(column)} ${String(row)}`;

const within = ({ left, right, top, bottom }: Span): (readonly [column: number, row: number])[] => {
  const found: (readonly [number, number])[] = [];
  for (let row = top; row <= bottom; row += 1)
    for (let column = left; column <= right; column += 1) found.push([column, row]);
  return found;
};

const makeLayer = (host: HTMLElement): HTMLElement => {
  const layer = document.createElement('div');
  layer.style.cssText = 'position:absolute;inset:0 auto auto 0;transform-origin:0 0;will-change:transform';
  host.append(layer);
  return layer;
};

const makeCanvas = (density: number): HTMLCanvasElement => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = tileSize * density;
  canvas.style.cssText = `position:absolute;left:0;top:0;width:${String(tileSize)}px;height:${String(tileSize)}px`;
  return canvas;
};
