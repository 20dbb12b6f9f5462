/** Words that say little about what a note is about, in French and English. */

/** Small words that the library’s lists of stop words lack: adverbs, and verbs that only help others. */
export const furtherStopWords = {
  french:
    'plus moins très trop tout tous toute toutes rien si quand comme chaque dès déjà chez après avant pendant aussi alors ' +
    'donc car ni non oui bien bon bonne fait faire faut il y a peut peuvent pouvoir doit doivent devoir être avoir mieux ' +
    'sous vers lors dont où deux autre autres jusqu lorsqu puisqu puis encore toujours jamais peu beaucoup entre contre ' +
    'selon afin etc ex quoi comment pourquoi combien ça va vont aller mettre plutôt seul seule seulement dire ainsi via hui ' +
    'celui celle ceux celles qd pr ds bcp svp',
  english: 'a one two every s t re ll ve d m too also just like get still much many lot want wants',
};

/**
 * What every second note of a workshop on schools may hold: who, where and when. They tell such notes apart less than
 * a rare word does, also on a wall that is too small to show it.
 */
export const commonplaces =
  'élève prof professeur enseignant collègue école collège lycée établissement classe salle cours parent famille enfant maison ' +
  'numérique outil usage utiliser permettre développer équipe groupe personne gens projet travail travailler ' +
  'année rentrée mois semaine jour matin soir heure minute temps moment besoin aide aider ' +
  'nouveau vieux petit grand gratuit unique commun différent possible chose problème question manque moyen bout côté fois ' +
  'demander donner prendre venir passer rendre laisser savoir voir marcher trouver garder ' +
  'pupil student child kid teacher colleague parent family school class classroom home year month week day hour time ' +
  'need tool use help make thing way people work new old problem question';
