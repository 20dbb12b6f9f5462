/** What the launcher says, in French and English; the app's own words can't be read before they are built. */

/**
 * @typedef {object} LaunchWords
 * @property {string} installing
 * @property {string} installFailed
 * @property {(part: 'web' | 'node') => string} building
 * @property {string} buildFailed
 * @property {(folder: string) => string} notWritable
 */

/** @type {LaunchWords} */
const french = {
  installing: 'Installation des dépendances (une fois, il faut le réseau)…',
  installFailed:
    'L’installation a échoué (voir ci-dessus). Il faut un accès au réseau cette fois-ci, et une seule\u202f; relancez ensuite la même commande.',
  building: (part) =>
    part === 'web' ? 'Construction de l’application…' : 'Construction de la commande grappe…',
  buildFailed: 'La construction a échoué (voir ci-dessus).',
  notWritable: (folder) =>
    `Ce compte n’a pas le droit d’écrire dans ${folder}, or il faut y installer ou y construire quelque chose. Donnez-lui ce droit, ou copiez le dossier dans un endroit à vous.`,
};

/** @type {LaunchWords} */
const english = {
  installing: 'Installing the dependencies (once, it takes the network)…',
  installFailed:
    'Installing failed (see above). It takes access to the network this once; then run the same command again.',
  building: (part) => (part === 'web' ? 'Building the app…' : 'Building the grappe command…'),
  buildFailed: 'Building failed (see above).',
  notWritable: (folder) =>
    `This account may not write to ${folder}, where something has to be installed or built. Give it that right, or copy the folder to a place of your own.`,
};

/**
 * Chooses by the usual variables; French where they name no language, as in the app.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {LaunchWords}
 */
export const launchWords = (env) => {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  return locale === undefined || /^(fr|C$|C\.|POSIX)/i.test(locale) ? french : english;
};
