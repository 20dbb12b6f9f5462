import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { VitePWA, type ManifestOptions } from 'vite-plugin-pwa';
import { compileWords } from './src/app/words/compile.js';
import { oldestBrowsers } from './tests/checks/browsers.js';

// `vite build` makes the app (dist/web); `vite build --mode node` the command (dist/node/grappe.js).
export default defineConfig(({ mode }) => (mode === 'node' ? commandConfig : appConfig));

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
// Two builds of one version are told apart in the tests of updates.
const builtVersion = process.env['GRAPPE_VERSION'] ?? version;
const dayMs = 86_400_000;
const define = {
  __APP_VERSION__: JSON.stringify(builtVersion),
  // To the day: two builds of a day are the same, byte for byte.
  __BUILT_AT__: String(Math.floor(Date.now() / dayMs) * dayMs),
};

/** Says in the page which version it is, for support and tests. */
const versionTag: Plugin = {
  name: 'grappe-version',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { name: 'version', content: builtVersion }, injectTo: 'head' },
  ],
};

/** Tells `public/ahead.js` the file of the half of the app that opens workshops. */
const engineAhead: Plugin = {
  name: 'grappe-engine-ahead',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle }) => {
      if (bundle === undefined) return [];
      const engine = Object.values(bundle).find(
        (part) =>
          part.type === 'chunk' && part.moduleIds.some((id) => id.endsWith('/app/create-grappe.svelte.ts')),
      );
      if (engine === undefined) throw new Error('The build has no part that opens workshops.');
      const attrs = { async: true, src: './ahead.js', 'data-engine': `./${engine.fileName}` };
      return [{ tag: 'script', attrs, injectTo: 'head' }];
    },
  },
};

const words: Plugin = {
  name: 'grappe-words',
  buildStart: () => compileWords(),
  // Each screen then takes along the words it says, rather than all screens one file with the words of all.
  transform: {
    filter: { id: /\/words\/messages\// },
    handler: (code) => ({ code, map: null, moduleSideEffects: false }),
  },
  async handleHotUpdate({ file }) {
    if (/\/words\/[\w-]+\.json$/.test(file)) await compileWords();
  },
};

/** The reader of QR codes would fetch its WebAssembly from a content network: it is handed it, and has no such address left. */
const noForeignAddress: Plugin = {
  name: 'grappe-no-foreign-address',
  transform: {
    filter: { id: /zxing-wasm\/dist\/es\/share\.js$/ },
    handler: (code) => {
      const address = /`https:\/\/fastly\.jsdelivr\.net[^`]*`/;
      if (!address.test(code)) throw new Error('zxing-wasm has changed: look where it would fetch from.');
      return { code: code.replace(address, 'e'), map: null };
    },
  },
};

/**
 * Lucide's icons put themselves together anew each time that they are shown, which took most of a note's time on the wall. They are
 * made what they are, one fixed drawing; of what they can be told `fill` is left, which is all that is told here.
 */
const drawnIcons: Plugin = {
  name: 'grappe-drawn-icons',
  enforce: 'pre',
  transform: {
    filter: { id: /@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/ },
    handler: (code) => {
      const [, json] = /const iconData = (\{.*\});/.exec(code) ?? [];
      if (json === undefined) throw new Error('@lucide/svelte has changed: look how its icons are written.');
      const { node } = JSON.parse(json) as { node: [tag: string, attributes: Record<string, string>][] };
      const shapes = node.map(
        ([tag, attributes]) =>
          `<${tag} ${Object.entries(attributes)
            .map(([name, value]) => `${name}="${value}"`)
            .join(' ')} />`,
      );
      return {
        code: `<script>const { fill = 'none' } = $props();</script>
<svg width="24" height="24" viewBox="0 0 24 24" {fill} stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes.join('')}</svg>`,
        map: null,
      };
    },
  },
};

/** Puts `x.br` and `x.gz` beside each file that they make smaller, for our server and for static hosts that look for them. */
const compressed = (folder: string): Plugin => ({
  name: 'grappe-compressed',
  closeBundle: {
    // After the service worker, which its own plugin writes at this point too.
    order: 'post',
    sequential: true,
    handler() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|html|svg|json|wasm|webmanifest)$/.test(entry.name)) continue;
        const file = join(entry.parentPath, entry.name);
        const bytes = readFileSync(file);
        const brotli = brotliCompressSync(bytes, {
          params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_QUALITY]: 11 },
        });
        if (brotli.length < bytes.length) writeFileSync(`${file}.br`, brotli);
        const gzip = gzipSync(bytes, { level: 9 });
        if (gzip.length < bytes.length) writeFileSync(`${file}.gz`, gzip);
      }
    },
  },
});

const outDir = process.env['GRAPPE_OUT_DIR'] ?? 'dist/web';

/** Addresses are relative, so that the app also runs in a folder of any static host. */
const manifest: Partial<ManifestOptions> = {
  id: './',
  name: 'Grappe',
  short_name: 'Grappe',
  description: 'Les notes d’un atelier, de la première à la synthèse, sans réseau.',
  lang: 'fr',
  dir: 'ltr',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#faf7f1',
  theme_color: '#5b2a86',
  categories: ['education', 'productivity'],
  icons: [
    { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: 'logo.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
  ],
  // Opened from the files of the system (Chrome and Edge on a computer), by what they are called there…
  file_handlers: [{ action: './', accept: { 'application/vnd.grappe+zip': ['.grappe'] } }],
  // …and shared from another application (Android), which may call them anything: what they hold decides.
  share_target: {
    action: './partage',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      files: {
        name: 'files',
        accept: [
          ...['application/vnd.grappe+zip', 'application/zip', 'application/octet-stream'],
          ...['application/json', 'text/plain', '.grappe', '.zip', '.json', '.txt'],
        ],
      },
    },
  },
  shortcuts: [
    {
      name: 'Nouvel atelier',
      url: './#/nouveau',
      icons: [{ src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
    {
      name: 'Capture',
      url: './#/capture',
      icons: [{ src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
  ],
};

const appConfig: UserConfig = {
  base: './',
  define,
  resolve: {
    alias: [
      // The same Dexie without what only browsers of before 2018 need: 2 KB less to load first.
      { find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' },
      // The warnings of Yjs as Node would print them: styled ones take along a library of schemas, 2 KB.
      { find: /^lib0\/logging$/, replacement: fileURLToPath(import.meta.resolve('lib0/logging')) },
    ],
  },
  plugins: [
    words,
    noForeignAddress,
    versionTag,
    engineAhead,
    drawnIcons,
    svelte(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/app/service-worker',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,woff2,wasm,json,webmanifest}'],
        // Vite's list of what was built is for the budget check.
        globIgnores: ['**/.vite/**'],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
      },
    }),
    compressed(outDir),
  ],
  worker: { plugins: () => [noForeignAddress] },
  build: {
    outDir,
    emptyOutDir: true,
    target: oldestBrowsers.map(({ target }) => target),
    sourcemap: true,
    manifest: true,
    // The content policy refuses fonts and scripts in `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // The first file lists all others, which are to be asked for ahead: names, and longer hashes, would weigh 2 KB more in it.
        entryFileNames: 'assets/[name]-[hash:7].js',
        chunkFileNames: ({ name }) => (name === 'start' ? 'assets/[name]-[hash:7].js' : 'assets/[hash:7].js'),
        assetFileNames: 'assets/[name]-[hash:6][extname]',
        codeSplitting: {
          // What the capture screen needs travels in two files, what draws and what opens, instead of thirty: 17 KB less, compressed.
          // The last two are of what several parts share: the first file names all that a part takes along.
          groups: [
            {
              name: 'start',
              test: /src\/(ui\/main\.ts|ui\/shell\/WorkshopShell\.svelte|app\/join-link\.ts)$/,
              priority: 2,
            },
            { name: 'engine', test: /src\/app\/create-grappe\.svelte\.ts$/, priority: 1 },
            // And what a link needs on the way there: over a slow line several files wait for each other.
            { name: 'make', test: /src\/app\/make-workshops\.ts$/, priority: 1 },
            { name: 'join', test: /src\/ui\/join\/(offer-early-note\.ts|Joining\.svelte)$/, priority: 1 },
            // What many screens show, and home among them, which would come with the wall's file otherwise.
            {
              name: 'parts',
              test: /src\/(ui\/parts\/|app\/words\/sentences\.ts)|node_modules\/@lucide\//,
              minShareCount: 3,
              priority: 1,
            },
            // One file instead of thirty that wait for each other: a second less on a phone, which needs no plane.
            { name: 'wall', test: /src\/ui\/wall\/(?!free\/|find-notes|starts-as)/, priority: 1 },
            { name: 'plane', test: /src\/ui\/wall\/free\//, priority: 1 },
            { name: 'home', test: /src\/ui\/home\/Home\.svelte$/ },
            { name: 'words', test: /\/words\/messages\//, minShareCount: 4 },
          ],
        },
      },
    },
  },
};

const commandConfig: UserConfig = {
  define,
  plugins: [words, svelte()],
  publicDir: false,
  build: {
    ssr: 'src/cli/main.ts',
    outDir: 'dist/node',
    emptyOutDir: true,
    target: 'node20.19',
    sourcemap: true,
    // All in one folder: `serve` finds the app from where it stands itself.
    rolldownOptions: { output: { entryFileNames: 'grappe.js', chunkFileNames: '[name].js' } },
  },
};
