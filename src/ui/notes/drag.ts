/**
 * Dragging notes with a mouse, a stylus or a finger: a bonus, since whatever it does can be done by tap and
 * by key. A finger drags after a long press, so that a swipe scrolls as it does anywhere.
 */

import type { Attachment } from 'svelte/attachments';
import type { NoteId } from '#board/document.ts';

/** As long as a press must last on Android and iOS to be a long one. */
const longPressMs = 400;
/** A mouse that moves less than this is a click by an unsteady hand. */
const slackPx = 6;
/** Near the edge of the screen the page scrolls along. */
const edgePx = 56;
const scrollStepPx = 14;

export interface DragPlan {
  /** The notes that go along when this element is dragged; none: it stays. */
  readonly take: (element: HTMLElement) => readonly NoteId[];
  /** Dropped on the element marked `data-drop`; `after`: on its lower half. */
  readonly drop: (notes: readonly NoteId[], target: HTMLElement, after: boolean) => void;
}

/** Makes what is marked `data-drag` draggable onto what is marked `data-drop`, inside the element. */
export const dragNotes =
  (plan: DragPlan): Attachment<HTMLElement> =>
  (area) => {
    let source: HTMLElement | null = null;
    let notes: readonly NoteId[] = [];
    let start = { x: 0, y: 0, pointer: -1 };
    let ghost: HTMLElement | null = null;
    let target: HTMLElement | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isTouch = false;

    const press = (event: PointerEvent): void => {
      if (event.button !== 0 || !event.isPrimary || source) return;
      const pressed = event.target as HTMLElement;
      const found = pressed.closest<HTMLElement>('[data-drag]');
      if (!found || pressed.closest('textarea, a, select')) return;
      source = found;
      isTouch = event.pointerType === 'touch';
      start = { x: event.clientX, y: event.clientY, pointer: event.pointerId };
      if (isTouch) timer = setTimeout(() => lift(start.x, start.y), longPressMs);
    };

    const move = (event: PointerEvent): void => {
      if (!source || event.pointerId !== start.pointer) return;
      if (!ghost) {
        const far = Math.hypot(event.clientX - start.x, event.clientY - start.y) > slackPx;
        if (!far) return;
        if (isTouch) {
          stop();
          return;
        }
        lift(event.clientX, event.clientY);
      }
      follow(event.clientX, event.clientY);
    };

    const lift = (x: number, y: number): void => {
      if (!source) return;
      notes = plan.take(source);
      if (notes.length === 0) {
        stop();
        return;
      }
      ghost = source.cloneNode(true) as HTMLElement;
      ghost.inert = true;
      ghost.removeAttribute('id');
      Object.assign(ghost.style, {
        position: 'fixed',
        zIndex: '60',
        left: '0',
        top: '0',
        width: `${String(source.offsetWidth)}px`,
        margin: '0',
        opacity: '0.92',
        pointerEvents: 'none',
      });
      if (notes.length > 1) ghost.dataset['count'] = String(notes.length);
      area.append(ghost);
      area.dataset['dragging'] = '';
      getSelection()?.removeAllRanges();
      if (isTouch) navigator.vibrate?.(12);
      follow(x, y);
    };

    const follow = (x: number, y: number): void => {
      if (!ghost || !source) return;
      ghost.style.transform = `translate(${String(x - 24)}px, ${String(y - 18)}px) rotate(1.5deg)`;
      const under = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop]') ?? null;
      const next = under && area.contains(under) && under !== source ? under : null;
      if (target !== next) {
        target?.removeAttribute('data-over');
        next?.setAttribute('data-over', '');
        target = next;
      }
      if (y < edgePx) scrollBy(0, -scrollStepPx);
      else if (y > innerHeight - edgePx) scrollBy(0, scrollStepPx);
    };

    const release = (event: PointerEvent): void => {
      if (!source || event.pointerId !== start.pointer) return;
      const [dropped, on] = [ghost !== null, target];
      const carried = notes;
      stop();
      if (!dropped) return;
      // The click that ends a drag selects or opens nothing.
      const swallow = (click: Event): void => {
        click.stopPropagation();
        click.preventDefault();
      };
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, true), 0);
      if (!on) return;
      const { top, height } = on.getBoundingClientRect();
      plan.drop(carried, on, event.clientY > top + height / 2);
    };

    const stop = (): void => {
      clearTimeout(timer);
      ghost?.remove();
      target?.removeAttribute('data-over');
      delete area.dataset['dragging'];
      source = ghost = target = null;
      notes = [];
    };

    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !ghost) return;
      event.stopPropagation();
      stop();
    };
    /** A finger that drags doesn't scroll, and a long press opens no menu. */
    const hold = (event: Event): void => {
      if (ghost) event.preventDefault();
    };
    const noMenu = (event: Event): void => {
      if (source && isTouch) event.preventDefault();
    };

    area.addEventListener('pointerdown', press);
    addEventListener('pointermove', move);
    addEventListener('pointerup', release);
    addEventListener('pointercancel', stop);
    addEventListener('keydown', escape, true);
    area.addEventListener('touchmove', hold, { passive: false });
    area.addEventListener('contextmenu', noMenu);
    area.addEventListener('dragstart', hold);
    return () => {
      stop();
      area.removeEventListener('pointerdown', press);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', release);
      removeEventListener('pointercancel', stop);
      removeEventListener('keydown', escape, true);
      area.removeEventListener('touchmove', hold);
      area.removeEventListener('contextmenu', noMenu);
      area.removeEventListener('dragstart', hold);
    };
  };
