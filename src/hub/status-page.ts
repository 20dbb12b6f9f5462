/** The page at `/hub/status`: for whoever looks after the hub, in any browser. */

import { renderSVG } from 'uqr';
import { authorityPath } from './authority-page.ts';
import { escapeHtml, renderPage, type PageLocale } from './page.ts';
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
  /** Whether the hub is an authority of its own. */
  readonly authority: boolean;
  readonly now: number;
}

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
  readonly authority: string;
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
    authority: 'Faire confiance à ce hub, pour https',
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
    authority: 'Trust this hub, for https',
    states: {
      fine: 'takes everything',
      'disk-full': 'full: make room, the rest happens by itself',
      'disk-read-only': 'read-only: make it writable, the rest happens by itself',
      'disk-failed': 'refuses to write: Grappe keeps trying',
    },
  },
};

export const statusPage = (status: HubStatus, locale: PageLocale): string => {
  const say = words[locale];
  const [first] = status.addresses;
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const free = status.freeBytes === undefined ? '' : ` (${say.free(format.format(status.freeBytes / 1e9))})`;
  const days = status.certificateEnds && Math.floor((status.certificateEnds - status.now) / 86_400_000);
  return renderPage(
    locale,
    say.title,
    `<h2>${say.join}</h2>
${
  first === undefined
    ? `<p>${say.nobody}</p>`
    : `${renderSVG(first, { border: 2 }).replace('<svg ', `<svg role="img" aria-label="QR ${escapeHtml(first)}" `)}
<ul>
${status.addresses.map((address) => `<li><a href="${escapeHtml(address)}">${escapeHtml(address)}</a></li>`).join('\n')}
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
</dl>${status.authority ? `\n<p><a href="${authorityPath}">${say.authority}</a></p>` : ''}`,
    '<meta http-equiv="refresh" content="10">\n',
  );
};
