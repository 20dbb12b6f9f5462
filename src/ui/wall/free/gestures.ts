/**
 * What fingers, mouse, stylus and trackpad mean on the free wall. None of it is the only way: every gesture has a
 * button or a key beside it.
 *
 * | pointer        | on a note                                   | on a cluster's title | beside                        |
 * | -------------- | ------------------------------------------- | -------------------- | ----------------------------- |
 * | tap            | selects (the page's own checkbox does)        | renames (its button)  | selects nothing                 |
 * | mouse, stylus  | drags it                                      | drags the cluster     | pans; with Shift: lasso         |
 * | one finger     | pans; drags what is selected                  | drags the cluster     | pans                            |
 * | long press     | lifts it                                      | lifts it              | lasso                           |
 * | two fingers    | pinch and pan, anywhere                       |                       |                                 |
 * | wheel          | pans; with Ctrl, and a trackpad's pinch: zooms |                      |                                 |
 */

import type { Attachment } from 'svelte/attachments';
import type { Point } from './geometry.ts';

/** As long as a press must last on Android and iOS to be a long one. */
const longPressMs = 400;
/** What moves less than this is a tap by an unsteady hand. */
const slackPx = { mouse: 5, touch: 10 } as const;
/** Near the edge of the wall it moves along under what is carried. */
const edgePx = 48;
const edgeStepPx = 12;
/** How much a notch of a wheel zooms. */
const wheelZoom = 0.0022;
const maxWheelStep = 60;

/** What lies under a pointer: whether it can be dragged, and whether a finger drags it without a long press. */
export interface Grip {
  readonly drags: 'always' | 'never' | 'pressed';
}

/** All points are in CSS pixels from the upper left corner of the element. */
export interface GesturePlan<G extends Grip> {
  /** What is there; null: nothing but the wall. */
  readonly gripAt: (target: EventTarget | null, at: Point) => G | null;
  readonly pan: (dx: number, dy: number) => void;
  readonly zoom: (around: Point, factor: number) => void;
  /** A tap where the page itself has nothing that takes clicks. */
  readonly tap: (at: Point, grip: G | null) => void;
  /** Lifts what was gripped; false: it stays. */
  readonly lift: (grip: G, at: Point) => boolean;
  readonly carry: (at: Point) => void;
  readonly drop: (at: Point) => void;
  readonly cancel: () => void;
  readonly lasso: (line: readonly Point[]) => void;
  readonly lassoed: (line: readonly Point[] | null) => void;
  /** The next drag draws a lasso whatever it starts on: for whoever has one finger and no long press. */
  readonly isLassoing: () => boolean;
}

type State<G> =
  | { readonly type: 'idle' }
  /** Down, and not yet anything. */
  | { readonly type: 'pressed'; readonly grip: G | null; readonly start: Point; readonly isTouch: boolean }
  | { readonly type: 'panning'; last: Point }
  | { readonly type: 'pinching'; middle: Point; spread: number }
  | { readonly type: 'carrying'; last: Point }
  | { readonly type: 'lassoing'; readonly line: Point[] };

/** What keeps its own pointer: fields, links, and the buttons and lists over the wall. */
const ownPointer = 'textarea, a, select, input[type=text], input[type=search], dialog, [data-own-pointer]';

export const wallGestures =
  <G extends Grip>(plan: GesturePlan<G>): Attachment<HTMLElement> =>
  (element) => {
    let state: State<G> = { type: 'idle' };
    const fingers = new Map<number, Point>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let edgeFrame = 0;
    /** A mouse button that pans wherever it is pressed, or the space bar held. */
    let spaceHeld = false;

    /** Where the element is: asked once a gesture, for asking has the whole page laid out. */
    let rect = element.getBoundingClientRect();
    const toElement = (event: { clientX: number; clientY: number }): Point => {
      const { left, top } = rect;
      return { x: event.clientX - left, y: event.clientY - top };
    };

    const press = (event: PointerEvent): void => {
      if (event.target instanceof Element && event.target.closest(ownPointer)) return;
      if (event.pointerType === 'mouse' && event.button > 1) return;
      if (fingers.size === 0) rect = element.getBoundingClientRect();
      const at = toElement(event);
      fingers.set(event.pointerId, at);
      if (fingers.size === 2) {
        pinch();
        return;
      }
      if (fingers.size > 2) return;
      const isTouch = event.pointerType === 'touch';
      const grip = event.button === 1 || spaceHeld ? null : plan.gripAt(event.target, at);
      state = { type: 'pressed', grip, start: at, isTouch };
      if (event.button === 1) {
        event.preventDefault();
        begin({ type: 'panning', last: at }, event.pointerId);
      } else if (event.shiftKey && !grip && !isTouch) {
        begin({ type: 'lassoing', line: [at] }, event.pointerId);
      } else if (isTouch) {
        timer = setTimeout(() => pressedLong(event.pointerId), longPressMs);
      }
    };

    /** From here on the pointer is ours, wherever it goes. */
    const begin = (next: State<G>, pointer: number): void => {
      clearTimeout(timer);
      state = next;
      try {
        element.setPointerCapture(pointer);
      } catch {
        // It is gone by now; what follows comes through the window all the same.
      }
      element.dataset['gesture'] = next.type;
      getSelection()?.removeAllRanges();
    };

    const pressedLong = (pointer: number): void => {
      if (state.type !== 'pressed') return;
      const { grip, start } = state;
      if (grip && grip.drags !== 'never' && plan.lift(grip, start)) {
        begin({ type: 'carrying', last: start }, pointer);
        followEdge();
      } else if (!grip) {
        begin({ type: 'lassoing', line: [start] }, pointer);
        plan.lasso([start]);
      } else return;
      // eslint-disable-next-line compat/compat -- called only where it is
      navigator.vibrate?.(12);
    };

    const pinch = (): void => {
      if (state.type === 'carrying') plan.cancel();
      if (state.type === 'lassoing') plan.lassoed(null);
      const { middle, spread } = betweenFingers();
      for (const pointer of fingers.keys()) begin({ type: 'pinching', middle, spread }, pointer);
    };

    const betweenFingers = (): { middle: Point; spread: number } => {
      const [a, b] = [...fingers.values()] as [Point, Point];
      return {
        middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
        spread: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
      };
    };

    const move = (event: PointerEvent): void => {
      if (!fingers.has(event.pointerId)) return;
      const at = toElement(event);
      fingers.set(event.pointerId, at);
      if (state.type === 'pressed') decide(at, event.pointerId);
      switch (state.type) {
        case 'panning':
          plan.pan(at.x - state.last.x, at.y - state.last.y);
          state.last = at;
          break;
        case 'pinching': {
          if (fingers.size < 2) break;
          const { middle, spread } = betweenFingers();
          plan.pan(middle.x - state.middle.x, middle.y - state.middle.y);
          plan.zoom(middle, spread / state.spread);
          Object.assign(state, { middle, spread });
          break;
        }
        case 'carrying':
          state.last = at;
          plan.carry(at);
          break;
        case 'lassoing':
          state.line.push(at);
          plan.lasso(state.line);
          break;
        case 'idle':
        case 'pressed':
          break;
      }
    };

    /** A press that moved: what it was meant to be. */
    const decide = (at: Point, pointer: number): void => {
      if (state.type !== 'pressed') return;
      const { grip, start, isTouch } = state;
      if (Math.hypot(at.x - start.x, at.y - start.y) < slackPx[isTouch ? 'touch' : 'mouse']) return;
      if (plan.isLassoing()) {
        begin({ type: 'lassoing', line: [start] }, pointer);
        return;
      }
      const drags = grip !== null && (grip.drags === 'always' || (grip.drags === 'pressed' && !isTouch));
      if (drags && plan.lift(grip, start)) {
        begin({ type: 'carrying', last: at }, pointer);
        followEdge();
      } else begin({ type: 'panning', last: start }, pointer);
    };

    const release = (event: PointerEvent): void => {
      if (!fingers.delete(event.pointerId)) return;
      clearTimeout(timer);
      const at = toElement(event);
      const ended = state;
      if (ended.type === 'pinching' && fingers.size === 1) {
        const [last] = fingers.values();
        state = { type: 'panning', last: last as Point };
        return;
      }
      if (ended.type === 'pinching' && fingers.size === 2) Object.assign(ended, betweenFingers());
      if (fingers.size > 0) return;
      rest();
      if (ended.type === 'pressed') {
        if (!isClickable(event.target)) plan.tap(at, ended.grip);
        return;
      }
      swallowClick();
      if (ended.type === 'carrying') plan.drop(at);
      else if (ended.type === 'lassoing') plan.lassoed(ended.line);
    };

    const isClickable = (target: EventTarget | null): boolean =>
      target instanceof Element && target.closest('input, button, label') !== null;

    /** The click that ends a gesture selects or opens nothing. */
    const swallowClick = (): void => {
      const swallow = (click: Event): void => {
        click.stopPropagation();
        click.preventDefault();
      };
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, true), 0);
    };

    const rest = (): void => {
      clearTimeout(timer);
      cancelAnimationFrame(edgeFrame);
      state = { type: 'idle' };
      delete element.dataset['gesture'];
    };

    const abandon = (): void => {
      const ended = state;
      fingers.clear();
      rest();
      if (ended.type === 'carrying') plan.cancel();
      else if (ended.type === 'lassoing') plan.lassoed(null);
    };

    const lose = (event: PointerEvent): void => {
      if (fingers.has(event.pointerId)) abandon();
    };

    /** As long as something is carried near an edge the wall moves along. */
    const followEdge = (): void => {
      edgeFrame = requestAnimationFrame(followEdge);
      if (state.type !== 'carrying') return;
      const { x, y } = state.last;
      const push = (at: number, length: number): number =>
        at < edgePx ? edgeStepPx : at > length - edgePx ? -edgeStepPx : 0;
      const [dx, dy] = [push(x, rect.width), push(y, rect.height)];
      if (dx === 0 && dy === 0) return;
      plan.pan(dx, dy);
      plan.carry(state.last);
    };

    const wheel = (event: WheelEvent): void => {
      if (event.target instanceof Element && event.target.closest(ownPointer)) return;
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      if (event.ctrlKey || event.metaKey) {
        rect = element.getBoundingClientRect();
        const step = Math.max(-maxWheelStep, Math.min(maxWheelStep, event.deltaY * unit));
        // A trackpad's pinch comes in small steps, a wheel in large ones.
        plan.zoom(
          toElement(event),
          Math.exp(-step * (event.deltaMode === 0 && Math.abs(event.deltaY) < 20 ? 0.01 : wheelZoom * 2)),
        );
        return;
      }
      const sideways = event.shiftKey && event.deltaX === 0;
      plan.pan(-(sideways ? event.deltaY : event.deltaX) * unit, sideways ? 0 : -event.deltaY * unit);
    };

    const keydown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && state.type !== 'idle' && state.type !== 'pressed') {
        event.stopPropagation();
        swallowClick();
        abandon();
      }
      spaceHeld = event.key === ' ' && event.target === element;
    };
    const keyup = (event: KeyboardEvent): void => {
      if (event.key === ' ') spaceHeld = false;
    };
    /** A long press opens no menu, and nothing is dragged out of the page. */
    const noMenu = (event: Event): void => {
      if (fingers.size > 0) event.preventDefault();
    };
    const noDrag = (event: Event): void => event.preventDefault();
    /** What is a gesture here is none of the browser's: else it may take the end for a fling, and swallow the next tap. */
    const noFling = (event: TouchEvent): void => {
      if (state.type !== 'idle' && state.type !== 'pressed' && event.cancelable) event.preventDefault();
    };

    element.addEventListener('pointerdown', press);
    addEventListener('pointermove', move);
    addEventListener('pointerup', release);
    addEventListener('pointercancel', lose);
    addEventListener('blur', abandon);
    element.addEventListener('wheel', wheel, { passive: false });
    addEventListener('keydown', keydown, true);
    addEventListener('keyup', keyup, true);
    element.addEventListener('contextmenu', noMenu);
    element.addEventListener('dragstart', noDrag);
    element.addEventListener('touchmove', noFling, { passive: false });
    return () => {
      abandon();
      element.removeEventListener('pointerdown', press);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', release);
      removeEventListener('pointercancel', lose);
      removeEventListener('blur', abandon);
      element.removeEventListener('wheel', wheel);
      removeEventListener('keydown', keydown, true);
      removeEventListener('keyup', keyup, true);
      element.removeEventListener('contextmenu', noMenu);
      element.removeEventListener('dragstart', noDrag);
      element.removeEventListener('touchmove', noFling);
    };
  };
