/** The notes that every wall of the bench holds: the same sentences, at the same places. */

/**
 * @typedef {object} WallNote
 * @property {string} id
 * @property {Kind} kind
 * @property {string} text One sentence of 45 to 110 characters.
 * @property {number} x Of its upper left corner, in pixels at 100 %.
 * @property {number} y
 */

/** @typedef {'start' | 'stop' | 'continue'} Kind Of the method « Commencer, arrêter, continuer ». */

/** In pixels at 100 %. */
export const noteSize = { width: 180, height: 110 };
const gap = 24;
const pitch = { x: noteSize.width + gap, y: noteSize.height + gap };

/**
 * Makes notes row by row, on a wall that is as high as wide; the same for the same count.
 * @param {number} count
 * @returns {WallNote[]}
 */
export const makeNotes = (count) => {
  const chance = seededChance(count);
  const pick = (/** @type {readonly string[]} */ list) => list[Math.floor(chance() * list.length)] ?? '';
  const columns = columnsOf(count);
  return Array.from({ length: count }, (_, at) => ({
    id: `note-${String(at)}`,
    kind: /** @type {Kind} */ (pick(kinds)),
    text: `${pick(subjects)} ${pick(predicates)} ${pick(circumstances)}.`,
    x: (at % columns) * pitch.x,
    y: Math.floor(at / columns) * pitch.y,
  }));
};

/**
 * The note to drag: the one in the middle of the wall.
 * @param {number} count
 */
export const middleNote = (count) => {
  const columns = columnsOf(count);
  return `note-${String(Math.floor(rowsOf(count) / 2) * columns + Math.floor(columns / 2))}`;
};

/**
 * Where four notes leave a gap, in the middle of the wall: what every app shows in its middle at 100 %, so that the same
 * notes are in sight, and where the further note is added.
 * @param {number} count
 */
export const middleOf = (count) => ({
  x: Math.floor(columnsOf(count) / 2) * pitch.x - gap / 2,
  y: Math.floor(rowsOf(count) / 2) * pitch.y - gap / 2,
});

/** @param {number} count */
const columnsOf = (count) => Math.ceil(Math.sqrt((count * pitch.y) / pitch.x));

/** @param {number} count */
const rowsOf = (count) => Math.ceil(count / columnsOf(count));

/**
 * Mulberry32: as random as sentences need.
 * @param {number} seed
 */
const seededChance = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

/** @type {readonly Kind[]} */
const kinds = ['start', 'stop', 'continue'];

const subjects = [
  'Le réseau de l’établissement',
  'Le prêt des tablettes',
  'La formation entre collègues',
  'L’espace numérique de travail',
  'Le temps de concertation',
  'L’accompagnement des familles',
  'Le matériel de la salle des professeurs',
  'La messagerie académique',
  'Le cahier de textes en ligne',
  'L’aide du référent numérique',
];

const predicates = [
  'manque encore',
  'a bien fonctionné',
  'fait perdre une heure par semaine',
  'devrait être préparé à l’avance',
  'rassure les élèves',
  'dépend trop d’une seule personne',
  'reste difficile à expliquer',
  'a changé notre façon de travailler',
];

const circumstances = [
  'dès que toute la classe se connecte',
  'pendant les visites à la maison',
  'quand il faut travailler à distance',
  'pour les élèves les plus éloignés',
  'au moment des conseils de classe',
  'sans que personne ne l’ait décidé',
  'dans les petites communes',
  'malgré le peu de moyens',
];
