/** What `grappe serve` says, in French and English. */
import { unreachable } from '#core/assert.ts';
import type { ListenError } from '#hub/app-server.ts';
import type { AuthorityError } from '#hub/authority.ts';
import type { CertificateError } from '#hub/certificate.ts';
import type { PostgresError } from '#hub/postgres.ts';
import type { StoreError, Trouble } from '#hub/store.ts';
import { readLocale, type Environment } from './locale.ts';
import type { ServeArgsError } from './serve-args.ts';

type ServeRefusal =
  | ServeArgsError
  | AuthorityError
  | CertificateError
  | ListenError
  | StoreError
  | PostgresError
  | { type: 'AppNotBuilt'; folder: string };

export interface ServeWords {
  readonly ready: string;
  readonly here: string;
  readonly room: string;
  readonly onlyHere: string;
  readonly noNetwork: string;
  readonly insecure: string;
  readonly howToStop: string;
  readonly stopped: string;
  /** The disk refused to the last. */
  readonly stoppedUnkept: string;
  readonly certificateEnds: (days: number) => string;
  readonly certificateRenewed: string;
  /** Over https; the page that explains; what to compare. */
  readonly authority: (addresses: readonly string[], page: string, fingerprint: string) => string;
  readonly alsoAs: (address: string) => string;
  readonly keptIn: (folder: string) => string;
  readonly keptInDatabase: string;
  /** Redis is away, or there again. */
  readonly redis: (isThere: boolean) => string;
  readonly trouble: (trouble: Trouble) => string;
  readonly recovered: string;
  readonly erased: (count: number) => string;
  readonly help: (defaultPort: number) => string;
  readonly refusal: (error: ServeRefusal) => string;
}

export const serveWords = (env: Environment): ServeWords => (readLocale(env) === 'fr' ? french : english);

const french: ServeWords = {
  ready: 'Grappe est prête.',
  here: 'Sur cet ordinateur\u202f:',
  room: 'Pour la salle\u202f:     ',
  onlyHere: 'Seul cet ordinateur peut s’y connecter.',
  noNetwork:
    'Cet ordinateur n’est sur aucun réseau\u202f: lui seul peut s’y connecter. Pour la salle, rejoignez un Wi-Fi ou partagez une connexion, puis relancez.',
  insecure:
    'En http, par cette adresse, les navigateurs ne gardent pas l’application hors ligne\u202f; sur cet ordinateur, si.',
  howToStop: 'Pour arrêter\u202f: Ctrl+C.',
  stopped: 'Grappe est arrêtée.',
  stoppedUnkept:
    'Grappe est arrêtée, mais le disque a refusé les dernières modifications. Elles sont sur les appareils qui les ont faites, et reviendront d’elles-mêmes à la prochaine connexion.',
  certificateEnds: (days) =>
    days < 0
      ? 'Le certificat a expiré\u202f: les navigateurs refusent cette adresse. Renouvelez-le\u202f; il sera repris sans redémarrer.'
      : `Le certificat expire dans ${String(days)} jours. Renouvelez-le\u202f; il sera repris sans redémarrer.`,
  certificateRenewed: 'Le nouveau certificat est en service.',
  authority: (addresses, page, fingerprint) =>
    [
      'En https, pour les appareils qui font confiance à l’autorité de ce hub\u202f:',
      ...(addresses.length > 0
        ? addresses.map((address) => `  ${address}`)
        : ['  aucune adresse de ce réseau\u202f: elles ne sont pas privées']),
      `Pour l’y installer\u202f: ${page}`,
      `Son empreinte, à comparer\u202f: ${fingerprint}`,
    ].join('\n'),
  alsoAs: (address) => `Aussi, là où le réseau le permet\u202f: ${address}`,
  keptInDatabase: 'Les ateliers partagés, chiffrés, sont dans PostgreSQL.',
  redis: (isThere) =>
    isThere
      ? 'Redis répond de nouveau.'
      : 'Redis ne répond pas\u202f: ce qui arrive par une autre Grappe met une seconde de plus, et la présence n’en vient pas. Rien n’est perdu.',
  keptIn: (folder) => `Les ateliers partagés, chiffrés, sont dans ${folder}.`,
  trouble: (trouble) =>
    ({
      'disk-full':
        'Le disque est plein\u202f: les ateliers partagés ne prennent plus rien. Rien n’est perdu, les appareils gardent tout. Faites de la place\u202f: la suite se fait d’elle-même.',
      'disk-read-only':
        'Le dossier des données ne se laisse plus écrire\u202f: les ateliers partagés ne prennent plus rien. Rien n’est perdu, les appareils gardent tout. Rendez l’écriture possible\u202f: la suite se fait d’elle-même.',
      'disk-failed':
        'Le disque a refusé une écriture\u202f: les ateliers partagés ne prennent plus rien. Rien n’est perdu, les appareils gardent tout. Grappe réessaie sans cesse.',
    })[trouble],
  erased: (count) =>
    count === 1
      ? 'Un atelier partagé, inutilisé depuis la durée de --keep, a été effacé.'
      : `${String(count)} ateliers partagés, inutilisés depuis la durée de --keep, ont été effacés.`,
  recovered: 'Le disque accepte de nouveau les écritures, tout est rattrapé.',
  help: (defaultPort) =>
    `grappe serve [options]
  --port N                 port à écouter (${String(defaultPort)} par défaut\u202f; 0 en prend un libre)
  --host H                 adresse à écouter (toutes par défaut, pour que la salle s’y connecte\u202f; 127.0.0.1 pour cet ordinateur seul)
  --data DOSSIER           où garder les ateliers partagés, chiffrés (sinon $GRAPPE_DATA, sinon le dossier des données du compte)
  --cert F --key F         certificat et clé (PEM), pour servir en https\u202f; repris quand les fichiers changent
  --local-ca               servir aussi en https, par une autorité propre à ce hub, que les appareils installent depuis /autorite
  --postgres URL           les garder plutôt dans cette base PostgreSQL, que plusieurs Grappe partagent (sinon $GRAPPE_POSTGRES)
  --redis URL              avec --postgres, le Redis par lequel elles se préviennent aussitôt (sinon $GRAPPE_REDIS)
  --allow-new-boards=off   ne prendre que les ateliers déjà connus
  --keep 30d               effacer les ateliers partagés inutilisés depuis 30 jours (par défaut, aucun)
  --origin ADRESSE         n’accepter que les pages de cette adresse, outre les siennes (répétable\u202f; par défaut, toutes celles en https)
  --no-mdns                ne pas se faire connaître sous le nom grappe.local
  --metrics                donner des chiffres à Prometheus, sous /metrics
  --log debug              dire qui se connecte, avec son adresse`,
  refusal: (error) => {
    switch (error.type) {
      case 'OptionUnknown':
        return `«\u202f${error.text}\u202f» n’est pas une option de serve. Voyez grappe serve --help.`;
      case 'ValueUnknown':
        return `${error.option} ne connaît pas «\u202f${error.text}\u202f»\u202f: donnez ${error.known.join(' ou ')}.`;
      case 'CertificateHalf':
        return 'Les options --cert et --key vont ensemble.';
      case 'CertificateTwice':
        return 'L’option --local-ca ne va pas avec --cert\u202f: un hub montre un seul certificat.';
      case 'AuthorityFailed':
        return `L’autorité de ce hub, dans ${error.folder}, ne peut pas servir\u202f: ${error.reason}. Reprenez une sauvegarde de ce dossier. Si vous l’effacez, une autre sera faite, à installer de nouveau sur chaque appareil.`;
      case 'CertificateUnreadable':
        return `Impossible de lire ${error.path}. Vérifiez le chemin et les droits de ce compte.`;
      case 'CertificateInvalid':
        return `Le certificat et la clé ne vont pas ensemble, ou ne sont pas en PEM\u202f: ${error.reason}.`;
      case 'ValueUnwanted':
        return `L’option ${error.option} ne prend pas de valeur.`;
      case 'KeepInvalid':
        return `«\u202f${error.text}\u202f» n’est pas une durée\u202f: donnez un nombre de jours, par exemple --keep 30d.`;
      case 'OriginInvalid':
        return `«\u202f${error.text}\u202f» n’est pas l’adresse d’un site\u202f: donnez-la sans chemin, par exemple --origin https://grappe.example.`;
      case 'UrlInvalid':
        return `L’option ${error.option} attend une adresse, par exemple ${error.option} ${error.example}.`;
      case 'RedisAlone':
        return 'L’option --redis ne va qu’avec --postgres\u202f: ce que les Grappe se partagent doit être gardé à un seul endroit.';
      case 'DatabaseNewer':
        return 'La base PostgreSQL a été écrite par une version plus récente de Grappe. Mettez celle-ci à jour, ou donnez une autre base avec --postgres.';
      case 'DatabaseFailed':
        return `Impossible d’ouvrir la base PostgreSQL\u202f: ${error.reason}. Vérifiez qu’elle tourne, et l’adresse donnée avec --postgres.`;
      case 'DataFolderTaken':
        return `Une autre Grappe utilise déjà le dossier ${error.folder}. Arrêtez-la, ou donnez à celle-ci un autre dossier avec --data, et un autre port avec --port.`;
      case 'DataFolderForbidden':
        return `Ce compte n’a pas le droit d’écrire dans ${error.folder}. Donnez-lui ce droit, ou choisissez un autre dossier avec --data.`;
      case 'DataFolderFull':
        return `Le disque de ${error.folder} est plein. Faites de la place, ou choisissez un autre dossier avec --data.`;
      case 'DataFolderNewer':
        return `Le dossier ${error.folder} a été écrit par une version plus récente de Grappe. Mettez celle-ci à jour, ou choisissez un autre dossier avec --data.`;
      case 'DataFolderFailed':
        return `Impossible d’ouvrir le dossier ${error.folder}\u202f: ${error.reason}. Choisissez-en un autre avec --data, ou reprenez une sauvegarde de celui-ci.`;
      case 'PortInvalid':
        return `«\u202f${error.text}\u202f» n’est pas un port\u202f: donnez un nombre de 0 à 65535, par exemple --port 8080.`;
      case 'ValueMissing':
        return `L’option ${error.option} attend une valeur, par exemple --port 8080 ou --host 127.0.0.1.`;
      case 'PortTaken':
        return `Le port ${String(error.port)} est déjà pris, peut-être par Grappe elle-même. Arrêtez l’autre programme ou choisissez un autre port, par exemple --port ${String(nextPort(error.port))}.`;
      case 'PortForbidden':
        return `Ce compte n’a pas le droit d’utiliser le port ${String(error.port)}. Choisissez-en un de 1024 ou plus, par exemple --port 4173.`;
      case 'HostUnknown':
        return `Cet ordinateur n’a pas l’adresse «\u202f${error.host}\u202f». Retirez --host pour écouter toutes les siennes.`;
      case 'ListenFailed':
        return `Impossible d’écouter\u202f: ${error.reason}.`;
      case 'AppNotBuilt':
        return `L’application n’est pas dans ${error.folder}. Lancez npm start, qui la construit.`;
      default:
        return unreachable(error);
    }
  },
};

const english: ServeWords = {
  ready: 'Grappe is ready.',
  here: 'On this computer:',
  room: 'For the room:    ',
  onlyHere: 'Only this computer can connect.',
  noNetwork:
    'This computer is on no network: only it can connect. For the room, join a Wi-Fi or share a connection, then start again.',
  insecure:
    'Over http, at this address, browsers do not keep the app for offline use; on this computer they do.',
  howToStop: 'To stop: Ctrl+C.',
  stopped: 'Grappe has stopped.',
  stoppedUnkept:
    'Grappe has stopped, but the disk refused the last changes. They are on the devices that made them, and come back by themselves at the next connection.',
  certificateEnds: (days) =>
    days < 0
      ? 'The certificate has expired: browsers refuse this address. Renew it; it is taken up without a restart.'
      : `The certificate expires in ${String(days)} days. Renew it; it is taken up without a restart.`,
  certificateRenewed: 'The new certificate is in use.',
  authority: (addresses, page, fingerprint) =>
    [
      'Over https, for devices that trust this hub’s authority:',
      ...(addresses.length > 0
        ? addresses.map((address) => `  ${address}`)
        : ['  none of this network’s addresses: they are not private']),
      `To install it there: ${page}`,
      `Its fingerprint, to compare: ${fingerprint}`,
    ].join('\n'),
  alsoAs: (address) => `Also, where the network allows it: ${address}`,
  keptInDatabase: 'Shared workshops are kept, encrypted, in PostgreSQL.',
  redis: (isThere) =>
    isThere
      ? 'Redis answers again.'
      : 'Redis does not answer: what comes by another Grappe takes a second longer, and presence does not come from there. Nothing is lost.',
  keptIn: (folder) => `Shared workshops are kept, encrypted, in ${folder}.`,
  trouble: (trouble) =>
    ({
      'disk-full':
        'The disk is full: shared workshops take nothing more. Nothing is lost, devices keep everything. Make room: the rest happens by itself.',
      'disk-read-only':
        'The data folder can no longer be written: shared workshops take nothing more. Nothing is lost, devices keep everything. Make it writable: the rest happens by itself.',
      'disk-failed':
        'The disk refused to write: shared workshops take nothing more. Nothing is lost, devices keep everything. Grappe keeps trying.',
    })[trouble],
  erased: (count) =>
    count === 1
      ? 'One shared workshop, not used for as long as --keep says, was erased.'
      : `${String(count)} shared workshops, not used for as long as --keep says, were erased.`,
  recovered: 'The disk takes changes again, and has all of them.',
  help: (defaultPort) =>
    `grappe serve [options]
  --port N                 port to listen on (${String(defaultPort)} unless told; 0 takes a free one)
  --host H                 address to listen on (all unless told, so that the room can connect; 127.0.0.1 for this computer only)
  --data FOLDER            where to keep shared workshops, encrypted (else $GRAPPE_DATA, else the account’s folder for data)
  --cert F --key F         certificate and key (PEM), to serve over https; taken up anew when the files change
  --local-ca               serve over https as well, by an authority of this hub’s own, which devices install from /autorite
  --postgres URL           keep them in this PostgreSQL database instead, which several Grappes share (else $GRAPPE_POSTGRES)
  --redis URL              with --postgres, the Redis by which they tell each other at once (else $GRAPPE_REDIS)
  --allow-new-boards=off   take only workshops that are known already
  --keep 30d               erase shared workshops that were not used for 30 days (none unless told)
  --origin ADDRESS         let in only pages of this address besides its own (may be repeated; all over https unless told)
  --no-mdns                do not make itself known as grappe.local
  --metrics                give figures to Prometheus, at /metrics
  --log debug              say who connects, with their address`,
  refusal: (error) => {
    switch (error.type) {
      case 'OptionUnknown':
        return `“${error.text}” is not an option of serve. See grappe serve --help.`;
      case 'ValueUnknown':
        return `${error.option} does not know “${error.text}”: give ${error.known.join(' or ')}.`;
      case 'CertificateHalf':
        return 'Options --cert and --key go together.';
      case 'CertificateTwice':
        return 'Option --local-ca does not go with --cert: a hub shows one certificate.';
      case 'AuthorityFailed':
        return `This hub’s authority, in ${error.folder}, cannot serve: ${error.reason}. Restore a backup of that folder. If you delete it, another is made, to be installed on each device again.`;
      case 'CertificateUnreadable':
        return `Cannot read ${error.path}. Check the path, and what this account may read.`;
      case 'CertificateInvalid':
        return `The certificate and the key do not belong together, or are not PEM: ${error.reason}.`;
      case 'ValueUnwanted':
        return `Option ${error.option} takes no value.`;
      case 'KeepInvalid':
        return `“${error.text}” is not a time: give a number of days, for example --keep 30d.`;
      case 'OriginInvalid':
        return `“${error.text}” is not the address of a site: give it without a path, for example --origin https://grappe.example.`;
      case 'UrlInvalid':
        return `Option ${error.option} needs an address, for example ${error.option} ${error.example}.`;
      case 'RedisAlone':
        return 'Option --redis only goes with --postgres: what several Grappes share must be kept in one place.';
      case 'DatabaseNewer':
        return 'The PostgreSQL database was written by a newer version of Grappe. Update this one, or give another database with --postgres.';
      case 'DatabaseFailed':
        return `Cannot open the PostgreSQL database: ${error.reason}. Check that it runs, and the address given with --postgres.`;
      case 'DataFolderTaken':
        return `Another Grappe is using the folder ${error.folder}. Stop it, or give this one another folder with --data, and another port with --port.`;
      case 'DataFolderForbidden':
        return `This account may not write in ${error.folder}. Give it that right, or choose another folder with --data.`;
      case 'DataFolderFull':
        return `The disk of ${error.folder} is full. Make room, or choose another folder with --data.`;
      case 'DataFolderNewer':
        return `The folder ${error.folder} was written by a newer version of Grappe. Update this one, or choose another folder with --data.`;
      case 'DataFolderFailed':
        return `Cannot open the folder ${error.folder}: ${error.reason}. Choose another with --data, or restore a backup of it.`;
      case 'PortInvalid':
        return `“${error.text}” is not a port: give a number from 0 to 65535, for example --port 8080.`;
      case 'ValueMissing':
        return `Option ${error.option} needs a value, for example --port 8080 or --host 127.0.0.1.`;
      case 'PortTaken':
        return `Port ${String(error.port)} is already taken, perhaps by Grappe itself. Stop the other program or choose another port, for example --port ${String(nextPort(error.port))}.`;
      case 'PortForbidden':
        return `This account may not use port ${String(error.port)}. Choose one from 1024 up, for example --port 4173.`;
      case 'HostUnknown':
        return `This computer does not have the address “${error.host}”. Leave --host out to listen on all it has.`;
      case 'ListenFailed':
        return `Cannot listen: ${error.reason}.`;
      case 'AppNotBuilt':
        return `The app is not in ${error.folder}. Run npm start, which builds it.`;
      default:
        return unreachable(error);
    }
  },
};

const nextPort = (port: number): number => (port < 65535 ? port + 1 : port - 1);
