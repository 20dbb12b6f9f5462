/** tldraw as its documentation shows it, with the notes kept on the device by its own persistence. */

import { getAssetUrlsByImport } from '@tldraw/assets/imports.vite';
import { createRoot } from 'react-dom/client';
import { createShapeId, Tldraw, toRichText } from 'tldraw';
import 'tldraw/tldraw.css';
import { makeNotes, middleNote, middleOf, noteSize } from '../notes.js';

const count = Number(new URLSearchParams(location.search).get('notes'));
const persistenceKey = `notes-${count}`;

const colours = { start: 'light-green', stop: 'light-red', continue: 'light-blue' };

/** A geometric shape, since tldraw's own notes have one size only; with the plainest outline and font. */
const shapeOf = ({ id, kind, text, x, y }) => ({
  id: createShapeId(id),
  type: 'geo',
  x,
  y,
  props: {
    w: noteSize.width,
    h: noteSize.height,
    color: colours[kind],
    fill: 'solid',
    dash: 'solid',
    size: 's',
    font: 'sans',
    // Its smallest letters are of 18 px; the sentences must fit.
    scale: 0.7,
    richText: toRichText(text),
  },
});

const mounted = (editor) => {
  const fit = () => editor.zoomToFit({ immediate: true });
  fit();
  window.wall = {
    size: () => editor.getCurrentPageShapeIds().size,
    /** Gives whether tldraw took the notes. */
    seed: async () => {
      editor.createShapes(makeNotes(count).map(shapeOf));
      const taken = editor.getCurrentPageShapeIds().size === count;
      while (taken && (await keptRecords()) < count) await new Promise(requestAnimationFrame);
      return taken;
    },
    fit,
    actualSize: () => {
      editor.setCamera({ ...editor.getCamera(), z: 1 }, { immediate: true });
      editor.centerOnPoint(middleOf(count), { immediate: true });
    },
    zoom: () => editor.getZoomLevel(),
    pointOnNote: () => {
      const { x, y } = editor.pageToScreen(
        editor.getShapePageBounds(createShapeId(middleNote(count))).center,
      );
      return { x, y };
    },
    addNote: (note) => editor.createShape(shapeOf(note)),
  };
};

/** Counts what tldraw has written to its database. */
const keptRecords = async () => {
  const open = indexedDB.open(`TLDRAW_DOCUMENT_v2${persistenceKey}`);
  await new Promise((resolve) => (open.onsuccess = resolve));
  const counted = open.result.transaction('records').objectStore('records').count();
  await new Promise((resolve) => (counted.onsuccess = resolve));
  open.result.close();
  return counted.result;
};

createRoot(document.getElementById('app')).render(
  <Tldraw persistenceKey={persistenceKey} assetUrls={getAssetUrlsByImport()} onMount={mounted} />,
);
