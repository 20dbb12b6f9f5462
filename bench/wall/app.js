/** What the bench asks of every app, so that one script plays in all of them. */

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('./notes.js').WallNote} WallNote */

/**
 * @typedef {object} App
 * @property {AppName} name
 * @property {string} version
 * @property {(count: number) => string} url Of the wall with so many notes.
 * @property {(page: Page, count: number) => Promise<boolean>} seed
 *   Puts the notes into the browser's storage, once; false where the app refuses so many.
 * @property {(page: Page) => Promise<void>} whenOpen Resolves when the app says that its notes are there.
 * @property {(page: Page) => Promise<void>} fit Shows all notes, or as many as the app can.
 * @property {(page: Page) => Promise<void>} actualSize Shows the middle of the wall at 100 %.
 * @property {(page: Page) => Promise<Point>} pointOnNote Finds a note in the middle, near.
 * @property {(page: Page, note: WallNote, point: Point) => Promise<import('./in-page.js').Painted>} addNote
 *   Adds a note whose middle lies at the point (or another, where the app can't), and watches for it.
 */

/** @typedef {'grappe' | 'tldraw' | 'excalidraw'} AppName */
/** @typedef {{ x: number, y: number }} Point In pixels of the viewport. */

/** Milliseconds that a wall may take to open, before the bench gives up. */
export const patience = 180_000;

export const viewport = { width: 1280, height: 800 };
