/** What of the wall is seen: where the screen's upper left corner is, and how large. */

import { holdsBox, inflate, type Box, type Point, type Size } from './geometry.ts';

export interface View extends Point {
  /** CSS pixels per wall unit. */
  readonly zoom: number;
}

interface Room {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const zoomLimits = { least: 0.02, most: 3 } as const;
/** Room around what is fitted, in CSS pixels: above for the tabs, at the right for the wall's buttons. */
const fitRoom: Room = { left: 24, top: 58, right: 76, bottom: 24 };
const revealMargin = 28;
/** So much of what is on the wall stays in sight, in CSS pixels, however far one pans. */
const keptInSight = 80;
const glideMs = 220;
/** Unmoved for so long, the camera rests. */
const restMs = 100;

export type Camera = ReturnType<typeof createCamera>;

export interface CameraContext {
  /** Around all that is on the wall. */
  readonly bounds: () => Box | null;
  /** Nothing shall glide. */
  readonly isCalm: () => boolean;
  /** The zoom at which notes are as large as the person's text: opening and fitting show nothing larger. */
  readonly life: () => number;
  /** Room around what is fitted, where it is not that of the wall that is worked on. */
  readonly room?: Room;
}

/** Where the wall's origin is on the screen, to the pixel: what stands between two is drawn twice as slowly, and blurred. */
export const originOf = ({ x, y, zoom }: View): readonly [x: number, y: number] => {
  const onPixel = (at: number): number => Math.round(-at * zoom * devicePixelRatio) / devicePixelRatio;
  return [onPixel(x), onPixel(y)];
};

export const translationOf = (view: View): string => {
  const [x, y] = originOf(view);
  return `translate(${String(x)}px, ${String(y)}px)`;
};

export const createCamera = ({ bounds, isCalm, life, room = fitRoom }: CameraContext) => {
  let view = $state.raw<View>({ x: 0, y: 0, zoom: 1 });
  let screen = $state.raw<Size>({ width: 0, height: 0 });
  let rested = $state.raw<View>({ x: 0, y: 0, zoom: 1 });
  const zoom = $derived(view.zoom);
  let rest: ReturnType<typeof setTimeout> | undefined;
  let restFrame = 0;
  let glide = 0;
  /** Where a glide ends; what is seen, while none goes on. */
  let target: View = { x: 0, y: 0, zoom: 1 };
  /** Whoever sees everything goes on seeing everything, as notes come in and the screen changes. */
  let isWhole = false;

  const clamp = ({ x, y, zoom }: View): View => {
    const clampedZoom = Math.min(zoomLimits.most, Math.max(zoomLimits.least, zoom));
    const all = bounds();
    if (!all) return { x, y, zoom: clampedZoom };
    const kept = keptInSight / clampedZoom;
    const within = (at: number, start: number, length: number, seen: number): number =>
      Math.min(start + length - kept, Math.max(start - seen + kept, at));
    return {
      x: within(x, all.x, all.width, screen.width / clampedZoom),
      y: within(y, all.y, all.height, screen.height / clampedZoom),
      zoom: clampedZoom,
    };
  };

  const stopResting = (): void => {
    clearTimeout(rest);
    cancelAnimationFrame(restFrame);
  };

  const move = (next: View): View => {
    stopResting();
    // A device that is slow keeps what moves the camera waiting for its next frame.
    rest = setTimeout(() => (restFrame = requestAnimationFrame(() => (rested = view))), restMs);
    return (view = next);
  };

  const show = (next: View): View => {
    cancelAnimationFrame(glide);
    return move((target = clamp(next)));
  };

  /** Goes there in sight of the person, so that they know where they are. */
  const glideTo = (next: View): View => {
    if (isCalm()) return show(next);
    cancelAnimationFrame(glide);
    const [from, to] = [view, (target = clamp(next))];
    let start: number | null = null;
    const step = (now: number): void => {
      start ??= now;
      const t = Math.min(1, (now - start) / glideMs);
      const eased = 1 - (1 - t) ** 3;
      const zoom = from.zoom * (to.zoom / from.zoom) ** eased;
      // The middle of the screen travels straight, whatever the zoom does meanwhile.
      const middle = (axis: 'x' | 'y', side: 'width' | 'height'): number => {
        const start = from[axis] + screen[side] / 2 / from.zoom;
        const end = to[axis] + screen[side] / 2 / to.zoom;
        return start + (end - start) * eased - screen[side] / 2 / zoom;
      };
      move(t === 1 ? to : { x: middle('x', 'width'), y: middle('y', 'height'), zoom });
      if (t < 1) glide = requestAnimationFrame(step);
    };
    glide = requestAnimationFrame(step);
    return to;
  };

  const fitting = (box: Box, most: number, { left, top, right, bottom } = room): View => {
    const [width, height] = [screen.width - left - right, screen.height - top - bottom];
    const zoom = Math.min(most, Math.max(zoomLimits.least, Math.min(width / box.width, height / box.height)));
    return {
      x: box.x + box.width / 2 - (left + width / 2) / zoom,
      y: box.y + box.height / 2 - (top + height / 2) / zoom,
      zoom,
    };
  };

  const fitWhole = (atOnce = false): void => {
    const all = bounds();
    isWhole = true;
    if (!all) return;
    // Where it goes is known: what somebody has just dropped is not to wait for the glide's end.
    rested = (atOnce ? show : glideTo)(fitting(all, life()));
  };

  const followBounds = (): void => {
    const all = bounds();
    if (isWhole && all && !holdsBox(seenFrom(target), all)) fitWhole();
  };

  const seenFrom = ({ x, y, zoom }: View): Box => ({
    x,
    y,
    width: screen.width / zoom,
    height: screen.height / zoom,
  });

  return {
    get view() {
      return view;
    },
    /** Apart, so that panning alone touches nothing that depends on the zoom. */
    get zoom() {
      return zoom;
    },
    get screen() {
      return screen;
    },
    /** Where the view last came to rest: what takes time is done for this one, not for all that pass by. */
    get rested() {
      return rested;
    },
    /** The part of the wall that is seen from there. */
    get seenAtRest(): Box {
      return seenFrom(rested);
    },
    /** The part of the wall that is seen. */
    get seen(): Box {
      return seenFrom(view);
    },
    resize: (size: Size): void => {
      screen = size;
      if (isWhole) fitWhole(true);
    },
    show: (next: View): void => {
      isWhole = false;
      show(next);
    },
    /** Shows everything, now and whatever comes, until somebody moves. */
    fitWhole,
    /** To be told when what is on the wall reaches further, or less far. */
    followBounds,
    get isWhole() {
      return isWhole;
    },
    /** Moves the wall along with a finger, by CSS pixels. */
    panBy: (dx: number, dy: number): void => {
      isWhole = false;
      show({ x: view.x - dx / view.zoom, y: view.y - dy / view.zoom, zoom: view.zoom });
    },
    /** Zooms by a factor around a point of the screen, which stays where it is. */
    zoomAt: ({ x, y }: Point, factor: number): void => {
      isWhole = false;
      const zoom = Math.min(zoomLimits.most, Math.max(zoomLimits.least, view.zoom * factor));
      const at = { x: view.x + x / view.zoom, y: view.y + y / view.zoom };
      show({ x: at.x - x / zoom, y: at.y - y / zoom, zoom });
    },
    /** Zooms around the middle, to so many CSS pixels per wall unit, or by a factor. */
    zoomTo: (wanted: number | { readonly by: number }): void => {
      isWhole = false;
      const zoom = typeof wanted === 'number' ? wanted : target.zoom * wanted.by;
      const middle = {
        x: target.x + screen.width / 2 / target.zoom,
        y: target.y + screen.height / 2 / target.zoom,
      };
      glideTo({ x: middle.x - screen.width / 2 / zoom, y: middle.y - screen.height / 2 / zoom, zoom });
    },
    /** Shows a box as large as it fits, never larger than life. */
    fit: (box: Box | null): void => {
      isWhole = false;
      if (box) glideTo(fitting(box, life()));
    },
    /** Shows what another screen shows, whatever its shape: all of a box, as large as it fits. */
    frame: (box: Box): void => {
      isWhole = false;
      glideTo(fitting(box, zoomLimits.most, { left: 0, top: 0, right: 0, bottom: 0 }));
    },
    /** Moves no more than it takes to see a box whole; and nearer, where it could not be read below a zoom of `readable`. */
    reveal: (box: Box, readable = 0): void => {
      followBounds();
      if (isWhole && target.zoom >= readable) return;
      isWhole = false;
      if (target.zoom < readable) {
        const { x, y, width, height } = box;
        glideTo({
          x: x + width / 2 - screen.width / 2 / readable,
          y: y + height / 2 - screen.height / 2 / readable,
          zoom: readable,
        });
        return;
      }
      const wanted = inflate(box, revealMargin / target.zoom);
      const seen = seenFrom(target);
      if (holdsBox(seen, wanted)) return;
      const nearest = (at: number, length: number, from: number, room: number): number =>
        from < at || room > length ? from : from + room > at + length ? from + room - length : at;
      glideTo({
        x: nearest(seen.x, seen.width, wanted.x, wanted.width),
        y: nearest(seen.y, seen.height, wanted.y, wanted.height),
        zoom: target.zoom,
      });
    },
    /** Where on the wall a point of the screen is. */
    toWall: ({ x, y }: Point): Point => ({ x: view.x + x / view.zoom, y: view.y + y / view.zoom }),
    stop: (): void => {
      cancelAnimationFrame(glide);
      stopResting();
    },
  };
};
