/** The page at `/hub/status`: for whoever looks after the hub, in any browser. */

import { createHash } from 'node:crypto';
import { renderSVG } from 'uqr';
import type { Trouble } from './store.ts';

export interface HubStatus {
  /** Addresses at which the room reaches the hub, likeliest first. */
  readonly addresses: readonly string[];
  readonly boards: number;
  readonly connections: number;
  readonly trouble: Trouble | undefined;
  /** Bytes that the disk has left; undefined when it doesn’t say. */
  readonly freeBytes: number | undefined;
  /** Milliseconds since 1970; undefined over http. */
  readonly certificateEnds: number | undefined;
  readonly now: number;
}

export type PageLocale = 'fr' | 'en';

/** By `Accept-Language`; French where it names neither, as everywhere. */
export const pageLocale = (accepted: string | undefined): PageLocale => {
  const [first] = (accepted ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase().slice(0, 2))
    .filter((language) => language === 'fr' || language === 'en');
  return first === 'en' ? 'en' : 'fr';
};

interface Words {
  readonly title: string;
  readonly join: string;
  readonly nobody: string;
  readonly connections: string;
  readonly boards: string;
  readonly disk: string;
  readonly free: (gigabytes: string) => string;
  readonly certificate: string;
  readonly until: (days: number) => string;
  readonly states: Readonly<Record<Trouble | 'fine', string>>;
}

const words: Readonly<Record<PageLocale, Words>> = {
  fr: {
    title: 'Le hub de Grappe',
    join: 'Pour ouvrir Grappe dans la salle',
    nobody: 'Cet ordinateur n’est sur aucun réseau.',
    connections: 'Appareils et onglets connectés',
    boards: 'Ateliers ouverts',
    disk: 'Disque',
    free: (gigabytes) => `${gigabytes}\u202fGo libres`,
    certificate: 'Certificat',
    until: (days) => `encore ${String(days)} jours`,
    states: {
      fine: 'tout s’écrit',
      'disk-full': 'plein\u202f: faites de la place, la suite se fait d’elle-même',
      'disk-read-only': 'en lecture seule\u202f: rendez l’écriture possible, la suite se fait d’elle-même',
      'disk-failed': 'refuse d’écrire\u202f: Grappe réessaie sans cesse',
    },
  },
  en: {
    title: 'Grappe’s hub',
    join: 'To open Grappe in the room',
    nobody: 'This computer is on no network.',
    connections: 'Devices and tabs connected',
    boards: 'Workshops open',
    disk: 'Disk',
    free: (gigabytes) => `${gigabytes} GB free`,
    certificate: 'Certificate',
    until: (days) => `${String(days)} more days`,
    states: {
      fine: 'takes everything',
      'disk-full': 'full: make room, the rest happens by itself',
      'disk-read-only': 'read-only: make it writable, the rest happens by itself',
      'disk-failed': 'refuses to write: Grappe keeps trying',
    },
  },
};

const style = `
:root { color-scheme: light dark }
body { max-width: 40rem; margin: 0 auto; padding: 1rem; font: 1.125rem/1.5 system-ui, sans-serif; color: #1d1a24; background: #faf7f1 }
h1, h2 { line-height: 1.2 }
svg { display: block; width: 15rem; max-width: 100%; height: auto; background: #fff }
li, dd { overflow-wrap: anywhere }
a { color: #5b2a86 }
dt { font-weight: 600 }
dd { margin: 0 0 .75rem }
.trouble { padding: .5rem .75rem; border: 2px solid #b00020 }
@media (prefers-color-scheme: dark) {
  body { color: #f1edf7; background: #17141d }
  a { color: #cdb0f0 }
  .trouble { border-color: #ff8a8a }
}
`;

export const pagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'`;

export const statusPage = (status: HubStatus, locale: PageLocale): string => {
  const say = words[locale];
  const [first] = status.addresses;
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const free = status.freeBytes === undefined ? '' : ` (${say.free(format.format(status.freeBytes / 1e9))})`;
  const days = status.certificateEnds && Math.floor((status.certificateEnds - status.now) / 86_400_000);
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="10">
<title>${say.title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${say.title}</h1>
<h2>${say.join}</h2>
${
  first === undefined
    ? `<p>${say.nobody}</p>`
    : `${renderSVG(first, { border: 2 }).replace('<svg ', `<svg role="img" aria-label="QR ${escape(first)}" `)}
<ul>
${status.addresses.map((address) => `<li><a href="${escape(address)}">${escape(address)}</a></li>`).join('\n')}
</ul>`
}
<dl>
<dt>${say.connections}</dt>
<dd>${format.format(status.connections)}</dd>
<dt>${say.boards}</dt>
<dd>${format.format(status.boards)}</dd>
<dt>${say.disk}</dt>
<dd${status.trouble === undefined ? '' : ' class="trouble"'}>${say.states[status.trouble ?? 'fine']}${free}</dd>
${days === undefined ? '' : `<dt>${say.certificate}</dt>\n<dd${days < 30 ? ' class="trouble"' : ''}>${say.until(days)}</dd>`}
</dl>
</main>
</body>
</html>
`;
};

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
