/** What `grappe serve` says, in French and English. */
import { unreachable } from '#core/assert.ts';
import type { ListenError } from '#hub/app-server.ts';
import { readLocale, type Environment } from './locale.ts';
import type { ServeArgsError } from './serve.ts';

type ServeRefusal = ServeArgsError | ListenError | { type: 'AppNotBuilt'; folder: string };

export interface ServeWords {
  readonly ready: string;
  readonly here: string;
  readonly room: string;
  readonly onlyHere: string;
  readonly noNetwork: string;
  readonly insecure: string;
  readonly howToStop: string;
  readonly stopped: string;
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
  help: (defaultPort) =>
    `grappe serve [--port N] [--host H]
  --port N   port à écouter (${String(defaultPort)} par défaut\u202f; 0 en prend un libre)
  --host H   adresse à écouter (toutes par défaut, pour que la salle s’y connecte\u202f; 127.0.0.1 pour cet ordinateur seul)`,
  refusal: (error) => {
    switch (error.type) {
      case 'OptionUnknown':
        return `«\u202f${error.text}\u202f» n’est pas une option de serve. Options\u202f: --port N, --host H.`;
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
  help: (defaultPort) =>
    `grappe serve [--port N] [--host H]
  --port N   port to listen on (${String(defaultPort)} unless told; 0 takes a free one)
  --host H   address to listen on (all unless told, so that the room can connect; 127.0.0.1 for this computer only)`,
  refusal: (error) => {
    switch (error.type) {
      case 'OptionUnknown':
        return `“${error.text}” is not an option of serve. Options: --port N, --host H.`;
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
