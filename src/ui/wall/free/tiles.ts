/**
 * The far picture of the wall in square tiles, as maps have them: panning moves one layer and paints only tiles that
 * come into sight; what changes repaints the tiles it touches; while zooming, the tiles of before are stretched.
 */

import { boxesMeet, type Box, type Size } from './geometry.ts';
import type { View } from './camera.svelte.ts';

/** CSS pixels. Large enough that a screen takes about a dozen, small enough to be painted within a frame. */
const tileSize = 512;
/** Stretched further than this, tiles are painted anew although the zooming still goes on. */
const stretchMost = 2;
const settleMs = 120;
/** Finer than this no eye sees on moving notes, and it costs memory. */
const densityMost = 2;
/** About a screenful. */
const spareMost = 16;

/** The context stands at the area's corner, one unit a wall unit. */
export type PaintArea = (context: CanvasRenderingContext2D, area: Box, zoom: number) => void;

export type Tiles = ReturnType<typeof createTiles>;

export const createTiles = (host: HTMLElement, paint: PaintArea) => {
  const density = Math.min(densityMost, Math.max(1, devicePixelRatio));
  const spare: HTMLCanvasElement[] = [];
  let layer = makeLayer(host);
  let tiles = new Map<string, { readonly canvas: HTMLCanvasElement; readonly area: Box }>();
  let paintedZoom = 0;
  let settle: ReturnType<typeof setTimeout> | undefined;
  let last: { view: View; screen: Size } | null = null;

  const tileAt = (column: number, row: number): Box => ({
    x: (column * tileSize) / paintedZoom,
    y: (row * tileSize) / paintedZoom,
    width: tileSize / paintedZoom,
    height: tileSize / paintedZoom,
  });

  const paintTile = (canvas: HTMLCanvasElement, area: Box): void => {
    const context = canvas.getContext('2d');
    if (!context) return;
    const scale = paintedZoom * density;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(scale, 0, 0, scale, -area.x * scale, -area.y * scale);
    paint(context, area, paintedZoom);
  };

  const addTile = (key: string, column: number, row: number): void => {
    const canvas = spare.pop() ?? makeCanvas(density);
    canvas.style.translate = `${String(column * tileSize)}px ${String(row * tileSize)}px`;
    const area = tileAt(column, row);
    paintTile(canvas, area);
    tiles.set(key, { canvas, area });
    layer.append(canvas);
  };

  const fill = ({ view, screen }: { view: View; screen: Size }): void => {
    const stretch = paintedZoom / view.zoom;
    const first = (at: number): number => Math.floor((at * paintedZoom) / tileSize);
    const end = (at: number, length: number): number =>
      Math.floor((at * paintedZoom + length * stretch) / tileSize);
    const [left, right] = [first(view.x), end(view.x, screen.width)];
    const [top, bottom] = [first(view.y), end(view.y, screen.height)];
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) {
        const key = `${String(column)} ${String(row)}`;
        if (!tiles.has(key)) addTile(key, column, row);
      }
    }
    const most = 3 * (right - left + 1) * (bottom - top + 1);
    if (tiles.size > most) dropFarTiles({ view, screen });
  };

  /** Keeps a canvas for the next tile; a tablet has memory for some of them only. */
  const release = (canvas: HTMLCanvasElement): void => {
    if (spare.length < spareMost) spare.push(canvas);
    else canvas.width = canvas.height = 0;
  };

  const dropFarTiles = ({ view, screen }: { view: View; screen: Size }): void => {
    const near: Box = {
      x: view.x - screen.width / 2 / view.zoom,
      y: view.y - screen.height / 2 / view.zoom,
      width: (2 * screen.width) / view.zoom,
      height: (2 * screen.height) / view.zoom,
    };
    for (const [key, { canvas, area }] of tiles) {
      if (boxesMeet(area, near)) continue;
      canvas.remove();
      release(canvas);
      tiles.delete(key);
    }
  };

  /** Paints all in sight at the zoom of now; what was there before goes in the same frame. */
  const renew = (seen: { view: View; screen: Size }): void => {
    clearTimeout(settle);
    const before = { layer, tiles };
    layer = makeLayer(host);
    tiles = new Map();
    paintedZoom = seen.view.zoom;
    fill(seen);
    before.layer.remove();
    for (const { canvas } of before.tiles.values()) release(canvas);
  };

  const place = ({ x, y, zoom }: View): void => {
    const stretch = zoom / paintedZoom;
    layer.style.transform = `translate(${String(-x * zoom)}px, ${String(-y * zoom)}px) scale(${String(stretch)})`;
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
    /** Paints anew what these boxes touch; null: everything. */
    repaint: (boxes: readonly Box[] | null): void => {
      if (boxes === null && last) dropFarTiles(last);
      for (const { canvas, area } of tiles.values()) {
        if (boxes === null || boxes.some((box) => boxesMeet(box, area))) paintTile(canvas, area);
      }
    },
    stop: (): void => {
      clearTimeout(settle);
      layer.remove();
      tiles.clear();
      spare.length = 0;
    },
  };
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
