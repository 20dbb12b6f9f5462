/**
 * Where in the app one is, in the fragment of the address: `#/atelier/<id>/mur`. A fragment never reaches
 * a server, so neither do the ids of workshops; and deep links work offline, from any static host.
 */

import type { BoardId } from '#core/ids.ts';
import { isId } from '#core/ids.ts';

export type Screen =
  | { readonly name: 'prepare' }
  /** The room in the hand of whoever leads it. */
  | { readonly name: 'lead' }
  | { readonly name: 'capture' }
  /** What all of the room sees, in a window of its own: without the frame of the other screens. */
  | { readonly name: 'plenary' }
  | { readonly name: 'wall' }
  | { readonly name: 'votes' }
  | { readonly name: 'phase'; readonly phase: string }
  | { readonly name: 'synthesis' }
  | { readonly name: 'gather' }
  /** Poster, and notes on paper. */
  | { readonly name: 'kit' }
  | { readonly name: 'trash' }
  /** The parking lot: what is kept for later. */
  | { readonly name: 'parking' }
  /** What was drawn, photographed or said, to be written down. */
  | { readonly name: 'transcribe' }
  /** Restore points and the other ways back. */
  | { readonly name: 'safety' };

export type Route =
  | { readonly name: 'home' }
  | { readonly name: 'new' }
  /** `link`: the fragment of a join link, unchecked; see join-link.ts. */
  | { readonly name: 'join'; readonly link?: string }
  /** Whether this device is ready for a place without network. */
  | { readonly name: 'preflight' }
  /** Many workshops in one. */
  | { readonly name: 'consolidate' }
  /** The accessibility statement. */
  | { readonly name: 'accessibility' }
  /** The capture screen of the workshop opened last: a shortcut of the installed app. */
  | { readonly name: 'lastCapture' }
  | { readonly name: 'workshop'; readonly id: BoardId; readonly screen: Screen }
  | { readonly name: 'unknown'; readonly path: string };

const screenPaths = {
  preparer: { name: 'prepare' },
  animer: { name: 'lead' },
  pleniere: { name: 'plenary' },
  capture: { name: 'capture' },
  mur: { name: 'wall' },
  voter: { name: 'votes' },
  synthese: { name: 'synthesis' },
  reunir: { name: 'gather' },
  kit: { name: 'kit' },
  corbeille: { name: 'trash' },
  'plus-tard': { name: 'parking' },
  transcrire: { name: 'transcribe' },
  sauvegardes: { name: 'safety' },
} as const satisfies Record<string, Screen>;

/** Reads a route from a fragment; any text gives a route. */
const parseRoute = (fragment: string): Route => {
  const path = fragment.replace(/^#?\/?/, '').replace(/[?].*$/, '');
  const [first = '', id, screen = 'capture', phase, ...rest] = path.split('/').map(decodePart);
  if (first === '') return { name: 'home' };
  if (first === 'rejoindre' && id !== undefined) return { name: 'join', link: fragment };
  if (id === undefined) {
    if (first === 'nouveau') return { name: 'new' };
    if (first === 'rejoindre') return { name: 'join' };
    if (first === 'pret') return { name: 'preflight' };
    if (first === 'consolider') return { name: 'consolidate' };
    if (first === 'accessibilite') return { name: 'accessibility' };
    if (first === 'capture') return { name: 'lastCapture' };
  }
  if (first === 'atelier' && isId(id) && rest.length === 0) {
    const boardId = id as BoardId;
    if (screen === 'phase' && isId(phase)) {
      return { name: 'workshop', id: boardId, screen: { name: 'phase', phase } };
    }
    if (phase === undefined && Object.hasOwn(screenPaths, screen)) {
      return { name: 'workshop', id: boardId, screen: screenPaths[screen as keyof typeof screenPaths] };
    }
  }
  return { name: 'unknown', path };
};

const decodePart = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** The address of a route, to put into a link. */
export const routeHref = (route: Exclude<Route, { name: 'unknown' }>): string => {
  switch (route.name) {
    case 'home':
      return '#/';
    case 'new':
      return '#/nouveau';
    case 'join':
      return '#/rejoindre';
    case 'preflight':
      return '#/pret';
    case 'consolidate':
      return '#/consolider';
    case 'accessibility':
      return '#/accessibilite';
    case 'lastCapture':
      return '#/capture';
    case 'workshop':
      return `#/atelier/${route.id}/${screenPath(route.screen)}`;
  }
};

const screenPath = (screen: Screen): string => {
  if (screen.name === 'phase') return `phase/${screen.phase}`;
  const found = Object.entries(screenPaths).find(([, { name }]) => name === screen.name);
  return found ? found[0] : 'capture';
};

let current = $state.raw<Route>(parseRoute(location.hash));

addEventListener('hashchange', () => {
  current = parseRoute(location.hash);
});

export const route = (): Route => current;

/** Goes to a route; the back button returns, unless `replace`. */
export const navigate = (to: Exclude<Route, { name: 'unknown' }>, { replace = false } = {}): void => {
  if (replace) location.replace(routeHref(to));
  else location.hash = routeHref(to);
};
