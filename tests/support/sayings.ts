/**
 * What people say in workshops on schools, each thing in several ways: the ground truth of `many-workshops.ts`. Written before
 * any rule for many workshops; rules are tuned on the subjects of even place alone.
 */

export interface Subject {
  readonly name: string;
  readonly ways: readonly string[];
}

const subject = (name: string, ...ways: readonly string[]): Subject => ({ name, ways });

export const irritants: readonly Subject[] = [
  subject(
    'débit',
    'Connexion internet trop lente',
    'débit insuffisant dans les salles',
    'Internet rame dès que deux classes se connectent',
    'La connexion est lente, les vidéos ne se chargent pas',
    'Pas assez de débit pour travailler à plusieurs',
    'le réseau est saturé dès 10 h',
  ),
  subject(
    'zones blanches',
    'Zones blanches',
    'Des élèves vivent en zone blanche, sans réseau chez eux',
    'Aucun réseau à la maison pour certains élèves',
    'la 4G ne passe pas dans les villages',
    'Pas de connexion au domicile des familles rurales',
  ),
  subject(
    'équipement des familles',
    'Des familles sans ordinateur',
    'Un seul téléphone pour toute la fratrie',
    'Élèves sans équipement à la maison',
    'certaines familles n’ont pas d’ordinateur',
    'Pas d’imprimante ni d’ordinateur chez les élèves',
  ),
  subject(
    'pannes',
    'Matériel en panne, jamais réparé',
    'Le vidéoprojecteur est en panne depuis des mois',
    'Ordinateurs en panne, délais de réparation trop longs',
    'Personne pour réparer le matériel',
    'maintenance insuffisante, les pannes durent',
  ),
  subject(
    'ENT',
    'L’ENT change tous les quatre ans',
    'ENT compliqué et peu ergonomique',
    'On se perd dans l’ENT',
    'l’ENT n’est pas le même à l’école et au collège',
    'ENT en maintenance aux heures de pointe',
  ),
  subject(
    'formation',
    'Manque de formation des enseignants au numérique',
    'Professeurs peu formés aux outils',
    'Pas de formation continue sur le numérique',
    'les formations arrivent trop tard',
    'Enseignants livrés à eux-mêmes, sans formation',
  ),
  subject(
    'outils multiples',
    'Trop d’applications différentes',
    'Multiplication des plateformes, on s’y perd',
    'chaque professeur utilise une application différente',
    'Trop d’outils, aucun commun',
    'Une plateforme par matière',
  ),
  subject(
    'mots de passe',
    'Mots de passe oubliés à chaque séance',
    'Trop d’identifiants et de mots de passe',
    'les élèves perdent leurs mots de passe',
    'Un identifiant différent pour chaque service',
    'On passe la moitié de l’heure sur les mots de passe',
  ),
  subject(
    'écrans',
    'Trop de temps d’écran',
    'Fatigue des yeux devant les écrans',
    'Les élèves passent déjà trop de temps sur les écrans',
    'surexposition des enfants aux écrans',
    'Temps passé devant l’écran qui explose',
  ),
  subject(
    'cyberharcèlement',
    'Cyberharcèlement entre élèves',
    'Harcèlement sur les réseaux sociaux',
    'des moqueries sur les réseaux sociaux le soir',
    'Insultes et harcèlement en ligne',
    'Harcèlement qui continue sur les téléphones',
  ),
  subject(
    'données personnelles',
    'Données personnelles chez des géants américains',
    'Où vont les données des élèves ?',
    'RGPD mal compris, données envoyées n’importe où',
    'Protection des données des élèves insuffisante',
    'les applications gratuites récupèrent les données',
  ),
  subject(
    'lien avec les parents',
    'Parents éloignés du numérique',
    'Certains parents ne lisent pas les messages',
    'Difficile de joindre les parents',
    'les parents ne savent pas se servir de la messagerie',
    'Communication avec les familles trop compliquée',
  ),
  subject(
    'handicap',
    'Documents illisibles par les lecteurs d’écran',
    'Rien d’adapté aux élèves en situation de handicap',
    'Outils inaccessibles aux élèves dyslexiques',
    'Accessibilité oubliée pour les élèves handicapés',
    'pas de matériel adapté au handicap',
  ),
  subject(
    'salle informatique',
    'Salle informatique toujours occupée',
    'Une seule salle informatique pour tout le collège',
    'Impossible de réserver la salle informatique',
    'la salle info est toujours prise',
    'Salle informatique à réserver un mois à l’avance',
  ),
  subject(
    'triche',
    'Les élèves copient avec l’intelligence artificielle',
    'Devoirs faits par ChatGPT',
    'on ne sait plus qui a écrit le devoir',
    'Triche avec l’IA pour les devoirs',
    'L’intelligence artificielle écrit à la place des élèves',
  ),
  subject(
    'prises',
    'Pas assez de prises électriques',
    'Batteries vides en plein cours',
    'Les tablettes ne sont jamais chargées',
    'trop peu de prises pour charger les tablettes',
    'Chariot de tablettes déchargé',
  ),
  subject(
    'charge des professeurs',
    'Messages des parents le soir et le week-end',
    'Pas de droit à la déconnexion',
    'Courriels à toute heure, on ne déconnecte plus',
    'le week-end aussi il faut répondre aux messages',
    'Droit à la déconnexion jamais respecté',
  ),
  subject(
    'logiciels anciens',
    'Logiciels trop vieux, jamais mis à jour',
    'Mises à jour qui se lancent en plein cours',
    'Windows bloqué par les mises à jour',
    'versions de logiciels dépassées',
    'Logiciel obsolète sur tous les postes',
  ),
  subject(
    'slow wifi',
    'The wifi is too slow',
    'Wifi drops all the time',
    'slow wifi in the classrooms',
    'The network goes down when everybody logs in',
  ),
  subject(
    'broken devices',
    'Broken laptops are never repaired',
    'Laptops break and nobody repairs them',
    'repairs take months',
    'Nobody repairs the broken tablets',
  ),
];

export const needs: readonly Subject[] = [
  subject(
    'fibre',
    'La fibre dans chaque école',
    'Être raccordé à la fibre',
    'besoin de fibre dans les écoles',
    'Fibre pour tous les établissements',
  ),
  subject(
    'prêt',
    'Prêter des ordinateurs aux familles',
    'Un prêt d’ordinateur pour chaque élève qui en a besoin',
    'Prêt de matériel aux élèves',
    'pouvoir prêter des tablettes aux familles',
  ),
  subject(
    'technicien',
    'Un technicien informatique par établissement',
    'un technicien sur place',
    'Avoir un technicien au collège',
    'Techniciens informatiques plus nombreux',
  ),
  subject(
    'temps de formation',
    'Du temps pour se former',
    'Se former pendant le temps de travail',
    'Des heures dédiées à la formation',
    'du temps de formation entre collègues',
  ),
  subject(
    'ENT unique',
    'Un ENT unique de l’école au lycée',
    'Le même ENT partout',
    'un seul ENT pour tous les niveaux',
    'ENT commun au premier et au second degré',
  ),
  subject(
    'espace parents',
    'Accueillir les parents pour les former',
    'Des ateliers numériques pour les parents',
    'Un accompagnement des parents au numérique',
    'ateliers de prise en main pour les parents',
  ),
];

export const levers: readonly Subject[] = [
  subject(
    'cartographie',
    'Cartographier les zones blanches',
    'Faire la carte des zones blanches du département',
    'une cartographie des zones blanches',
    'Identifier les zones blanches sur une carte',
  ),
  subject(
    'tutorat',
    'Des élèves tuteurs pour aider les autres',
    'Tutorat entre élèves',
    'élèves ambassadeurs qui aident leurs camarades',
    'Tutorat numérique entre pairs',
  ),
  subject(
    'mutualisation',
    'Mutualiser les ressources entre professeurs',
    'Partager les cours entre collègues',
    'une banque de ressources partagées',
    'Mutualiser et partager les ressources',
  ),
  subject(
    'charte',
    'Une charte des bons usages',
    'Écrire une charte numérique avec les élèves',
    'charte d’usage signée par tous',
    'Charte du numérique de l’établissement',
  ),
  subject(
    'logiciels libres',
    'Choisir des logiciels libres',
    'Passer au logiciel libre',
    'des logiciels libres et souverains',
    'Favoriser les logiciels libres',
  ),
];

export const before = [
  '',
  '',
  '',
  '',
  'Au collège, ',
  'Chez nous : ',
  'Cette année, ',
  'Au lycée : ',
  'Dans notre école, ',
] as const;
export const behind = [
  '',
  '',
  '',
  '',
  ' !',
  ' (6e)',
  ' depuis la rentrée',
  ', surtout le lundi',
  ' ...',
  ', dit une élève',
] as const;
