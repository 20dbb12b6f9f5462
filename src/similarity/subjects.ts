/**
 * What school and digital life are about: words that stand for one another when notes are put together, in French and
 * English. A subject a line; entries of several words are recognised when they follow one another. Names of products
 * stand where people say them for the thing. Source: written by hand; bench/README.md tells what the list is worth.
 */
export const subjects: readonly string[] = [
  // Things and lines
  'ordinateur, ordi, PC, tablette, iPad, Chromebook, Raspberry, machine, matériel, équipement, équiper, computer, laptop, tablet, device, hardware',
  'téléphone, tel, smartphone, portable, mobile, iPhone, Android, BYOD, phone, cell phone',
  'internet, wifi, réseau, connexion, connecter, débit, fibre, box, 4G, 5G, ADSL, forfait, antenne, proxy, câbler, capter, zone blanche, bande passante, broadband, network, connection, bandwidth, signal',
  'panne, réparer, réparation, dépanner, dépannage, maintenance, casser, technicien, hotline, SAV, bug, planter, repair, broken, technician, crash',
  'prêt, prêter, emprunt, emprunter, caution, dotation, doter, loan, lend, borrow',
  'imprimer, imprimante, impression, papier, photocopie, photocopieuse, cartouche, encre, print, printer, paper',
  'vidéoprojecteur, tableau, TBI, mobilier, chauffage, prise électrique, projector, whiteboard, furniture',
  'budget, financer, financement, subvention, coût, coûter, coûteux, cher, prix, payer, argent, tarif, cost, price, fund, funding, expensive, money, afford',

  // Getting in, and being safe
  'mot de passe, mdp, identifiant, compte, authentification, EduConnect, login, password, account, username',
  'sécurité, sécuriser, piratage, pirate, virus, antivirus, hameçonnage, filtrage, filtrer, bloquer, security, hacking, phishing, filter, block',
  'donnée, vie privée, confidentialité, consentement, protection, hébergement, hébergeur, RGPD, CNIL, privacy, personal data, GDPR',
  'libre, logiciel libre, propriétaire, souverain, souveraineté, publicité, GAFAM, Google, Microsoft, LibreOffice, Linux, Framasoft, Nextcloud, open source, proprietary',

  // Learning, near and far
  'visio, visioconférence, distance, distanciel, hybride, présentiel, virtuel, confinement, continuité pédagogique, décrocheur, décrochage, webcam, caméra, Zoom, remote, online lesson, video call',
  'formation, former, formateur, stage, tuto, tutoriel, Pix, INSPE, Magistère, training, train, trainer, course, coaching, tutorial, learn',
  'mutualiser, partager, échanger, échange, entraide, tutorat, pair, collaboration, share, sharing, peer, mentor',
  'manuel, livre, ressource, exercice, licence, catalogue, éditeur, Lumni, textbook, book, resource',
  'ENT, plateforme, messagerie, Pronote, Moodle, EcoleDirecte, e-lyco, e-primo, platform',
  'devoir, cahier de textes, homework, assignment',
  'évaluation, évaluer, examen, contrôle, bulletin, brevet, bac, assessment, exam, grade, test',
  'vidéo, podcast, télévision, TV, film, video',
  'intelligence artificielle, IA, ChatGPT, robot, programmation, code, coder, algorithme, artificial intelligence, AI, programming, coding',
  'orientation, Parcoursup, métier, apprentissage, career',

  // People and their lives
  'parent, père, mère, papa, maman, father, mother',
  'handicap, handicapé, dys, dyslexie, dyslexique, autisme, autiste, malvoyant, sourd, inclusion, inclusif, accessibilité, besoin particulier, AESH, ULIS, PIAL, MDPH, IME, disability, disabled, dyslexia, autism, deaf, blind, accessibility, special need',
  'traduire, traduction, langue, allophone, illettré, illettrisme, translate, translation, language',
  'harcèlement, harceler, cyberharcèlement, insulte, moquerie, violence, bullying, bully, harassment',
  'réseau social, Snapchat, Snap, Instagram, Insta, TikTok, WhatsApp, Facebook, Discord, social media, social network',
  'média, source, rumeur, infox, désinformation, vérifier, esprit critique, EMI, fake news, media, disinformation',
  'écran, œil, yeux, sommeil, addiction, addictif, déconnexion, notification, jeu vidéo, screen, sleep',
  'santé, stress, anxiété, bien-être, infirmière, psychologue, health, wellbeing, anxiety',
  'fille, garçon, égalité, mixité, girl, boy, gender',
  'écologie, écologique, sobriété, sobre, durable, environnement, carbone, empreinte, énergie, éteindre, recycler, recyclage, reconditionner, réparabilité, carbon, energy, green, recycling, sustainable',

  // Places, times and who decides
  'médiathèque, bibliothèque, tiers-lieu, coworking, maison de quartier, centre social, point d’accès, MJC, library, community centre',
  'commune, mairie, maire, municipalité, collectivité, département, région, council',
  'réunion, conseil, comité, pilotage, gouvernance, concertation, meeting, committee',
  'message, mail, adresse mail, courriel, courrier, SMS, contact, email, letter',
  'emploi du temps, horaire, planning, calendrier, timetable, schedule',
  'recrutement, salaire, statut, contrat, décharge, reconnaissance, recruitment, salary, release time',
  'transport, bus, trajet, vélo, parking, commute',
  'cantine, repas, restauration, canteen, lunch',
];
