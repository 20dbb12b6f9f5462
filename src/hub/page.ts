/** What the hub's own pages share: they are for any browser, and need neither script nor picture from elsewhere. */

import { createHash } from 'node:crypto';

export type PageLocale = 'fr' | 'en';

/** By `Accept-Language`; French where it names neither, as everywhere. */
export const pageLocale = (accepted: string | undefined): PageLocale => {
  const [first] = (accepted ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase().slice(0, 2))
    .filter((language) => language === 'fr' || language === 'en');
  return first === 'en' ? 'en' : 'fr';
};

const style = `
:root { color-scheme: light dark }
body { max-width: 40rem; margin: 0 auto; padding: 1rem; font: 1.125rem/1.5 system-ui, sans-serif; color: #1d1a24; background: #faf7f1 }
h1, h2 { line-height: 1.2 }
svg { display: block; width: 15rem; max-width: 100%; height: auto; background: #fff }
li, dd, code { overflow-wrap: anywhere }
a { color: #5b2a86 }
dt { font-weight: 600 }
dd { margin: 0 0 .75rem }
li a { display: inline-block; min-height: 2.75rem; line-height: 2.75rem }
.trouble, .code { padding: .5rem .75rem; border: 2px solid #b00020 }
.code { border-color: currentColor }
@media (prefers-color-scheme: dark) {
  body { color: #f1edf7; background: #17141d }
  a { color: #cdb0f0 }
  .trouble { border-color: #ff8a8a }
}
`;

export const pagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'`;

/** `main` and `head` are HTML already. */
export const renderPage = (locale: PageLocale, title: string, main: string, head = ''): string =>
  `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${head}<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${main}
</main>
</body>
</html>
`;

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
