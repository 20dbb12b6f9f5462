/** Excalidraw as its documentation shows it; the package keeps nothing itself, so the scene lies in IndexedDB. */

import { convertToExcalidrawElements, Excalidraw } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import { createRoot } from 'react-dom/client';
import { makeNotes, middleNote, middleOf, noteSize } from '../notes.js';

const count = Number(new URLSearchParams(location.search).get('notes'));

/** Those of Grappe's kinds, in src/ui/theme/tokens.css. */
const colours = { start: '#d8f0cf', stop: '#ffd9cf', continue: '#d3e7fb' };
const edges = { start: '#46833a', stop: '#b5533c', continue: '#3573b3' };

/** A rectangle with a text in it, with the plainest outline, filling and font, which are the fastest. */
const elementsOf = (notes) =>
  convertToExcalidrawElements(
    notes.map(({ id, kind, text, x, y }) => ({
      type: 'rectangle',
      id,
      x,
      y,
      ...noteSize,
      backgroundColor: colours[kind],
      strokeColor: edges[kind],
      fillStyle: 'solid',
      strokeWidth: 1,
      roughness: 0,
      label: { text, fontSize: 13, fontFamily: 2, strokeColor: '#23202b' },
    })),
    { regenerateIds: false },
  );

const mounted = (api) => {
  const fit = () =>
    api.scrollToContent(api.getSceneElements(), {
      fitToViewport: true,
      viewportZoomFactor: 1,
      animate: false,
    });
  window.wall = {
    size: () => api.getSceneElements().length,
    seed: async () => {
      api.updateScene({ elements: elementsOf(makeNotes(count)) });
      fit();
      await new Promise(requestAnimationFrame);
      const { scrollX, scrollY, zoom } = api.getAppState();
      await keep({ elements: api.getSceneElements(), appState: { scrollX, scrollY, zoom } });
      return true;
    },
    fit,
    actualSize: () => {
      const { width, height } = api.getAppState();
      const { x, y } = middleOf(count);
      api.updateScene({
        appState: { zoom: { value: 1 }, scrollX: width / 2 - x, scrollY: height / 2 - y },
      });
    },
    zoom: () => api.getAppState().zoom.value,
    pointOnNote: () => {
      const { scrollX, scrollY, zoom, offsetLeft, offsetTop } = api.getAppState();
      const { x, y, width, height } = api.getSceneElements().find(({ id }) => id === middleNote(count));
      return {
        x: (x + width / 2 + scrollX) * zoom.value + offsetLeft,
        y: (y + height / 2 + scrollY) * zoom.value + offsetTop,
      };
    },
    addNote: (note) => api.updateScene({ elements: [...api.getSceneElements(), ...elementsOf([note])] }),
  };
};

const scenes = async (mode) => {
  const open = indexedDB.open('scenes');
  open.onupgradeneeded = () => open.result.createObjectStore('scenes');
  await new Promise((resolve) => (open.onsuccess = resolve));
  return open.result.transaction('scenes', mode).objectStore('scenes');
};

const keep = async (scene) => {
  const store = await scenes('readwrite');
  store.put(scene, count);
  await new Promise((resolve) => (store.transaction.oncomplete = resolve));
};

const kept = async () => {
  const found = (await scenes('readonly')).get(count);
  await new Promise((resolve) => (found.onsuccess = resolve));
  return found.result ?? null;
};

createRoot(document.getElementById('app')).render(<Excalidraw initialData={kept} excalidrawAPI={mounted} />);
