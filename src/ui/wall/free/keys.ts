/** The keyboard of the wall. On a note the arrows lead to its neighbours, on the plane they move it. */

import type { NoteId } from '#board/document.ts';
import { findNeighbour, isDirection, type Direction } from '../../notes/neighbour.ts';
import { noteAround } from './focus.svelte.ts';
import type { Point } from './geometry.ts';
import type { Plane } from './plane.svelte.ts';

/** How far a key moves a note, in wall units. */
const nudge = 24;
const panStepPx = 90;
/** By how much a key or a button zooms. */
export const zoomStep = 1.35;

export const wallKeys = (plane: Plane) => {
  const { workshop, wall, work, free, camera, look, carry, lasso, focus } = plane;

  const keys = (event: KeyboardEvent): void => {
    const { target } = event;
    if (target instanceof HTMLInputElement && target.type === 'checkbox') {
      const note = noteAround(target);
      if (note && (keysOnNote(event, note) || keysAnywhere(event))) event.preventDefault();
    } else if (target === plane.area() && (keysOnPlane(event) || keysAnywhere(event))) event.preventDefault();
  };

  const keysOnNote = (event: KeyboardEvent, note: NoteId): boolean => {
    const isOnWall = free.layout?.notes.has(note);
    if (isDirection(event.key) && isOnWall && event.altKey) {
      const chosen = wall.isSelected(note) ? work.ids : [note];
      if (workshop.canChange) carry.nudge(chosen, stepTo(event.key, nudge));
      void focus.toNote(note);
      return true;
    }
    if (event.altKey) return false;
    if (isDirection(event.key) && isOnWall && !event.ctrlKey && !event.metaKey) {
      const next = findNeighbour(note, free.layout?.notes ?? [], event.key);
      if (next) void focus.toNote(next);
      return true;
    }
    return work.key(event, note);
  };

  const keysOnPlane = (event: KeyboardEvent): boolean => {
    if (!isDirection(event.key) || event.altKey) return false;
    const { x, y } = stepTo(event.key, panStepPx);
    camera.panBy(-x, -y);
    return true;
  };

  /** Keys that mean the same wherever on the wall the focus is. */
  const keysAnywhere = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    switch (event.key) {
      case '+':
      case '=':
        camera.zoomTo({ by: zoomStep });
        return true;
      case '-':
        camera.zoomTo({ by: 1 / zoomStep });
        return true;
      case '0':
      case 'f':
        camera.fitWhole();
        return true;
      case '1':
        camera.zoomTo(look.life);
        return true;
      case '2':
        plane.fitNotes(work.ids);
        return true;
      case 'l':
        lasso.isReady = !lasso.isReady;
        return true;
      case '?':
        work.helping = true;
        return true;
      case 'Escape':
        lasso.isReady = false;
        wall.clear();
        return true;
      default:
        return false;
    }
  };

  return keys;
};

const stepTo = (direction: Direction, step: number): Point =>
  ({
    ArrowLeft: { x: -step, y: 0 },
    ArrowRight: { x: step, y: 0 },
    ArrowUp: { x: 0, y: -step },
    ArrowDown: { x: 0, y: step },
  })[direction];
