/** The page at `/autorite`: how to make devices trust the hub's own authority; for whoever looks after these. */

import { X509Certificate } from 'node:crypto';
import type { Authority } from './authority.ts';
import { escapeHtml, renderPage, type PageLocale } from './page.ts';

export const authorityPath = '/autorite';

/** DER, PEM, and a profile for iPadOS. */
export const rootFiles = ['grappe.crt', 'grappe.pem', 'grappe.mobileconfig'] as const;
type RootFile = (typeof rootFiles)[number];

export interface AuthorityFacts extends Pick<Authority, 'root' | 'fingerprint' | 'name'> {
  /** Addresses over https, likeliest first. */
  readonly addresses: readonly string[];
}

export const rootAs = (file: RootFile, authority: AuthorityFacts): { type: string; bytes: Buffer } => {
  const { raw } = new X509Certificate(authority.root);
  switch (file) {
    case 'grappe.crt':
      return { type: 'application/x-x509-ca-cert', bytes: raw };
    case 'grappe.pem':
      return { type: 'application/x-pem-file', bytes: Buffer.from(authority.root) };
    case 'grappe.mobileconfig':
      return { type: 'application/x-apple-aspen-config', bytes: Buffer.from(profile(authority, raw)) };
  }
};

/** Of Apple's configuration profiles, the payload `com.apple.security.root`. */
const profile = ({ fingerprint, name }: AuthorityFacts, root: Buffer): string => {
  const hex = fingerprint.replaceAll(':', '');
  const uuid = (from: number): string =>
    hex.slice(from, from + 32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  const id = `fr.grappe.authority.${hex.slice(0, 12).toLowerCase()}`;
  const title = escapeHtml(name);
  const common = (type: string, identifier: string, identity: string): string =>
    `<key>PayloadType</key><string>${type}</string>
<key>PayloadIdentifier</key><string>${identifier}</string>
<key>PayloadUUID</key><string>${identity}</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadDisplayName</key><string>${title}</string>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
${common('Configuration', id, uuid(0))}
<key>PayloadContent</key><array><dict>
${common('com.apple.security.root', `${id}.root`, uuid(32))}
<key>PayloadCertificateFileName</key><string>grappe.crt</string>
<key>PayloadContent</key><data>${root.toString('base64')}</data>
</dict></array>
</dict></plist>
`;
};

interface Words {
  readonly title: string;
  readonly why: string;
  readonly whom: string;
  readonly check: string;
  readonly mayOnly: string;
  readonly get: string;
  readonly files: Readonly<Record<RootFile, string>>;
  readonly install: string;
  /** Systems, and what to do there. */
  readonly steps: readonly (readonly [string, string])[];
  readonly then: string;
  readonly move: string;
  readonly moveSteps: readonly [string, string, string];
  readonly remove: (name: string) => string;
}

const words: Readonly<Record<PageLocale, Words>> = {
  fr: {
    title: 'Faire confiance à ce hub',
    why: 'En http, les navigateurs n’offrent ni l’application hors ligne ni la caméra. Un appareil qui fait confiance à l’autorité de ce hub a tout, en https. Cela se fait une fois par appareil.',
    whom: 'C’est pour les tablettes et les ordinateurs que vous administrez. Le téléphone d’un participant n’en a pas besoin\u202f: capture, mur et mise en commun marchent en http.',
    check:
      'Avant d’installer, comparez cette empreinte (SHA-256) avec celle que le hub affiche là où il a été lancé\u202f:',
    mayOnly:
      'Cette autorité ne peut signer que pour des adresses privées, pour localhost et pour les noms en .local\u202f: elle ne peut se faire passer pour aucun site d’Internet. Sa clé ne quitte pas l’ordinateur du hub.',
    get: 'Télécharger',
    files: {
      'grappe.crt': 'pour Android, ChromeOS et Windows',
      'grappe.pem': 'la même en PEM, pour les outils de gestion de parc et Linux',
      'grappe.mobileconfig': 'pour iPadOS et macOS',
    },
    install: 'Installer',
    steps: [
      [
        'Parc administré',
        'Ajoutez grappe.crt ou grappe.pem comme autorité racine dans votre outil (console Google, Intune, Jamf, stratégie de groupe…)\u202f: les appareils la reçoivent, sans rien d’autre à y faire.',
      ],
      [
        'Android',
        'Paramètres › Sécurité › Chiffrement et identifiants › Installer un certificat › Certificat CA, puis choisissez grappe.crt. Chrome s’en sert\u202f; Firefox, non.',
      ],
      [
        'ChromeOS',
        'Ouvrez chrome://certificate-manager › Certificats personnalisés › Certificats de confiance › Importer, puis choisissez grappe.crt. Sur un appareil administré, seule la console d’administration le peut\u202f: Appareils › Réseaux › Certificats.',
      ],
      [
        'iPadOS',
        'Ouvrez grappe.mobileconfig dans Safari, puis Réglages › Profil téléchargé › Installer. Ensuite Réglages › Général › Informations › Réglages des certificats\u202f: activez l’autorité.',
      ],
      [
        'Windows',
        'Ouvrez grappe.crt › Installer un certificat › Ordinateur local › Placer dans\u202f: Autorités de certification racines de confiance. Ou, en administrateur\u202f: certutil -addstore Root grappe.crt',
      ],
    ],
    then: 'Ensuite, ouvrez Grappe ici',
    move: 'Emporter mes ateliers',
    moveSteps: [
      'Ce qui a été écrit sur cet appareil en http y reste\u202f: pour le navigateur, l’adresse en https est un autre lieu. Pour l’emporter, à l’adresse en http, ouvrez',
      'la page de secours',
      'et touchez «\u202fExporter toutes les données brutes\u202f». Puis, à l’adresse en https, touchez «\u202fOuvrir un fichier\u202f» et choisissez ce fichier\u202f: tous les ateliers y sont, avec leurs pièces jointes et ce qui les relie au hub.',
    ],
    remove: (name) => `Pour la retirer, supprimez-la au même endroit. Elle s’appelle «\u202f${name}\u202f».`,
  },
  en: {
    title: 'Trust this hub',
    why: 'Over http, browsers offer neither the app offline nor the camera. A device that trusts this hub’s authority has everything, over https. This is done once per device.',
    whom: 'It is for tablets and computers that you look after. A participant’s phone does not need it: capture, wall and sync work over http.',
    check:
      'Before you install it, compare this fingerprint (SHA-256) with what the hub says where it was started:',
    mayOnly:
      'This authority can sign for private addresses, localhost and names in .local only: it can’t pose as any site of the internet. Its key does not leave the hub’s computer.',
    get: 'Download',
    files: {
      'grappe.crt': 'for Android, ChromeOS and Windows',
      'grappe.pem': 'the same as PEM, for device management and Linux',
      'grappe.mobileconfig': 'for iPadOS and macOS',
    },
    install: 'Install',
    steps: [
      [
        'Managed devices',
        'Add grappe.crt or grappe.pem as a root authority in your tool (Google console, Intune, Jamf, group policy…): devices get it, with nothing else to do on them.',
      ],
      [
        'Android',
        'Settings › Security › Encryption & credentials › Install a certificate › CA certificate, then choose grappe.crt. Chrome uses it; Firefox does not.',
      ],
      [
        'ChromeOS',
        'Open chrome://certificate-manager › Custom certificates › Trusted certificates › Import, then choose grappe.crt. On a managed device only the admin console can: Devices › Networks › Certificates.',
      ],
      [
        'iPadOS',
        'Open grappe.mobileconfig in Safari, then Settings › Profile Downloaded › Install. Then Settings › General › About › Certificate Trust Settings: switch the authority on.',
      ],
      [
        'Windows',
        'Open grappe.crt › Install Certificate › Local Machine › Place in: Trusted Root Certification Authorities. Or, as administrator: certutil -addstore Root grappe.crt',
      ],
    ],
    then: 'Then open Grappe here',
    move: 'Take my workshops along',
    moveSteps: [
      'What was written on this device over http stays there: to the browser, the https address is another place. To take it along, at the http address, open',
      'the rescue page',
      'and press “Export all raw data”. Then, at the https address, press “Open a file” and choose that file: all workshops are there, with their attachments and what connects them to the hub.',
    ],
    remove: (name) => `To remove it, delete it in the same place. It is called “${name}”.`,
  },
};

export const authorityPage = (
  { fingerprint, name, addresses }: AuthorityFacts,
  locale: PageLocale,
): string => {
  const say = words[locale];
  const [before, page, after] = say.moveSteps;
  const links = addresses.map(
    (address) => `<li><a href="${escapeHtml(address)}">${escapeHtml(address)}</a></li>`,
  );
  const main = `<p>${say.why}</p>
<p>${say.whom}</p>
<p>${say.check}</p>
<p class="code"><code>${fingerprint}</code></p>
<p>${say.mayOnly}</p>
<h2>${say.get}</h2>
<ul>
${rootFiles.map((file) => `<li><a href="${authorityPath}/${file}" download>${file}</a> ${say.files[file]}</li>`).join('\n')}
</ul>
<h2>${say.install}</h2>
<dl>
${say.steps.map(([system, step]) => `<dt>${system}</dt>\n<dd>${step}</dd>`).join('\n')}
</dl>
<h2>${say.then}</h2>
<ul>
${links.join('\n')}
</ul>
<h2>${say.move}</h2>
<p>${before} <a href="/secours/">${page}</a> ${after}</p>
<p>${escapeHtml(say.remove(name))}</p>`;
  return renderPage(locale, say.title, main);
};
