/** What `grappe hub` says, in French and English. */

import type { Locale } from '#board/method.ts';

interface HubWords {
  readonly help: string;
  /** The data folder is in use. */
  readonly running: string;
  readonly none: string;
  readonly erased: (board: string) => string;
  readonly unknown: (board: string) => string;
}

export const hubWords = (locale: Locale): HubWords => (locale === 'fr' ? french : english);

const french: HubWords = {
  help: `grappe hub list [--data DOSSIER]            les ateliers partagés\u202f: identifiant, octets, dernier jour d’usage
grappe hub erase IDENTIFIANT [--data DOSSIER]   effacer un atelier partagé de ce hub, pièces jointes comprises (les appareils le gardent)
--postgres URL au lieu de --data\u202f: ceux d’une base que plusieurs hubs partagent (sinon $GRAPPE_POSTGRES)`,
  running: 'Le hub est en marche\u202f: arrêtez-le d’abord (Ctrl+C dans son terminal), puis recommencez.',
  none: 'Ce hub ne garde aucun atelier.',
  erased: (board) =>
    `L’atelier ${board} est effacé de ce hub. Les appareils qui l’ont le gardent, et l’y remettront s’ils s’y connectent.`,
  unknown: (board) => `Ce hub ne garde pas d’atelier ${board}. Voyez grappe hub list.`,
};

const english: HubWords = {
  help: `grappe hub list [--data FOLDER]        shared workshops: id, bytes, last day of use
grappe hub erase ID [--data FOLDER]    erase a shared workshop from this hub, with attachments (devices keep it)
--postgres URL instead of --data: those of a database that several hubs share (else $GRAPPE_POSTGRES)`,
  running: 'The hub is running: stop it first (Ctrl+C in its terminal), then try again.',
  none: 'This hub keeps no workshop.',
  erased: (board) =>
    `Workshop ${board} is erased from this hub. Devices that have it keep it, and put it back if they connect.`,
  unknown: (board) => `This hub keeps no workshop ${board}. See grappe hub list.`,
};
