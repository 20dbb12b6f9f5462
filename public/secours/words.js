/** What the rescue page says, in French and English: it must speak when the app's own words can't be had. */

/** @typedef {'fr' | 'en'} Locale */

const storageKey = 'grappe.locale';

/**
 * The choice made in the app or here, else the first of the browser's languages that is known, else French. English stands in for a
 * choice that this page does not speak, as in the app for what a language does not say.
 * @returns {Locale}
 */
export const firstLocale = () => {
  const choice = readChoice();
  if (choice !== null) return choice === 'fr' ? 'fr' : 'en';
  const known = navigator.languages
    .map((language) => language.slice(0, 2).toLowerCase())
    .find((language) => language === 'fr' || language === 'en');
  return known === 'en' ? 'en' : 'fr';
};

const readChoice = () => {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
};

/** @param {Locale} locale */
export const keepLocale = (locale) => {
  try {
    localStorage.setItem(storageKey, locale);
  } catch {
    // Then it lasts until the page is left.
  }
};

/** Two, and what comes of a number: in French, zero is singular.
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
const fr = (count, one, many) =>
  `${new Intl.NumberFormat('fr').format(count)}\u00a0${count < 2 ? one : many}`;
/**
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
const en = (count, one, many) => `${new Intl.NumberFormat('en').format(count)} ${count === 1 ? one : many}`;

const french = {
  title: 'Page de secours',
  lead: 'Cette page trouve ce que Grappe a enregistré dans ce navigateur et en fait un fichier, même quand l’application ne s’ouvre plus. Elle ne modifie rien et n’efface rien.',
  exportAll: 'Exporter toutes les données brutes',
  trust:
    'Le fichier contient tout\u202f: les notes, la corbeille, les brouillons et les clés des ateliers. Ne le remettez qu’à une personne de confiance.',
  reading: 'Lecture…',
  making: 'Le fichier se prépare…',
  made: (/** @type {string} */ name, /** @type {number} */ rows, /** @type {string} */ size) =>
    `Fichier prêt\u202f: ${name} (${fr(rows, 'ligne', 'lignes')}, ${size}). Il est dans vos téléchargements.`,
  saveAgain: 'L’enregistrer à nouveau',
  unreadRows: (/** @type {number} */ count) => `${fr(count, 'ligne illisible', 'lignes illisibles')}`,
  notAll: 'Tout n’a pas pu être lu\u202f; ce qui a pu l’être est dans le fichier.',
  makingFailed: (/** @type {string} */ reason) => `Le fichier n’a pas pu être fait (${reason}).`,
  workshops: 'Ateliers dans ce navigateur',
  exportOne: 'Exporter',
  exportNamed: (/** @type {string} */ name) => `Exporter ${name}`,
  changed: (/** @type {string} */ when) => `Modifié le ${when}`,
  journal: (/** @type {number} */ count) => `Journal\u202f: ${fr(count, 'ligne', 'lignes')}`,
  copy: (/** @type {number} */ count) => `Copie de travail\u202f: ${fr(count, 'ligne', 'lignes')}`,
  points: (/** @type {number} */ count) => fr(count, 'point de restauration', 'points de restauration'),
  quarantined: (/** @type {number} */ count) => fr(count, 'ligne en quarantaine', 'lignes en quarantaine'),
  nothing: 'Il n’y a pas de donnée de Grappe dans ce navigateur.',
  nothingHint:
    'Les données restent dans le navigateur et sur l’appareil où elles ont été écrites\u202f: ouvrez cette page là-bas, à la même adresse, hors de toute fenêtre privée.',
  noStorage: 'Ce navigateur ne donne accès à aucun stockage, peut-être à cause d’une fenêtre privée.',
  problems: 'Ce qui n’a pas pu être lu',
  silent: 'ne répond pas. Fermez les autres onglets de Grappe, puis rechargez cette page.',
  unreadable: (/** @type {string} */ reason) => `n’a pas pu être lu (${reason}).`,
  noList:
    'Ce navigateur ne dit pas quelles bases de données il contient\u202f: seules celles que le registre de Grappe connaît ont été cherchées.',
  others: 'Autres bases de données',
  othersText: 'Elles sont à d’autres applications de la même adresse\u202f: le fichier ne les contient pas.',
  next: 'Et ensuite',
  nextText:
    'Dans Grappe, sur cet appareil ou sur un autre, touchez «\u202fOuvrir un fichier\u202f» et choisissez le fichier de secours\u202f: tous les ateliers lisibles reviennent, sans doublon.',
  back: 'Retour à Grappe',
};

/** @type {typeof french} */
const english = {
  title: 'Rescue page',
  lead: 'This page finds what Grappe has saved in this browser and makes a file of it, even when the app no longer opens. It changes nothing and erases nothing.',
  exportAll: 'Export all raw data',
  trust:
    'The file holds everything: notes, trash, drafts and the workshops’ keys. Hand it only to someone you trust.',
  reading: 'Reading…',
  making: 'The file is being made…',
  made: (name, rows, size) =>
    `File ready: ${name} (${en(rows, 'row', 'rows')}, ${size}). It is in your downloads.`,
  saveAgain: 'Save it again',
  unreadRows: (count) => en(count, 'unreadable row', 'unreadable rows'),
  notAll: 'Not everything could be read; what could be is in the file.',
  makingFailed: (reason) => `The file could not be made (${reason}).`,
  workshops: 'Workshops in this browser',
  exportOne: 'Export',
  exportNamed: (name) => `Export ${name}`,
  changed: (when) => `Changed ${when}`,
  journal: (count) => `Journal: ${en(count, 'row', 'rows')}`,
  copy: (count) => `Working copy: ${en(count, 'row', 'rows')}`,
  points: (count) => en(count, 'restore point', 'restore points'),
  quarantined: (count) => en(count, 'row in quarantine', 'rows in quarantine'),
  nothing: 'There is no data of Grappe in this browser.',
  nothingHint:
    'Data stays in the browser and on the device where it was written: open this page there, at the same address, outside of any private window.',
  noStorage: 'This browser gives access to no storage, perhaps because of a private window.',
  problems: 'What could not be read',
  silent: 'does not answer. Close the other tabs of Grappe, then reload this page.',
  unreadable: (reason) => `could not be read (${reason}).`,
  noList:
    'This browser does not say which databases it holds: only those that Grappe’s ledger knows of were looked for.',
  others: 'Other databases',
  othersText: 'They belong to other applications at the same address: the file does not hold them.',
  next: 'What next',
  nextText:
    'In Grappe, on this device or another one, tap “Open a file” and choose the rescue file: every workshop that can be read comes back, and nothing twice.',
  back: 'Back to Grappe',
};

/** @type {Readonly<Record<Locale, typeof french>>} */
export const words = { fr: french, en: english };
