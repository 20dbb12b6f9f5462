/**
 * The layers of src/ and what each may look at, as in the table of ARCHITECTURE.md. Read by ESLint (which sees
 * `.svelte` files) and by dependency-cruiser (which sees what an import resolves to).
 */

/**
 * @typedef {object} Layer
 * @property {readonly string[]} mayImport Other layers.
 * @property {readonly string[]} [mayImportTypes] Other layers of which it knows the types
 * @property {readonly string[]} [mayRead] and these modules: constants and pure readers.
 * @property {readonly string[]} mayUse Of the packages that some layer names here; the rest is free. `node:` is all of Node.
 * @property {readonly string[]} [mayUseTypes] Packages of which it knows the types only.
 */

/** @type {Readonly<Record<string, Layer>>} */
export const layers = {
  core: { mayImport: [], mayUse: [] },
  board: { mayImport: ['core'], mayUse: ['yjs', 'fractional-indexing'] },
  similarity: { mayImport: ['core'], mayUse: ['@orama/stemmers', '@orama/stopwords'] },
  synthesis: {
    mayImport: ['core', 'board'],
    mayUse: [
      ...[
        'papaparse',
        'mdast-util-to-markdown',
        'mdast-util-gfm-table',
        'docx',
        'write-excel-file',
        'fflate',
      ],
    ],
  },
  consolidation: { mayImport: ['core', 'board', 'similarity', 'synthesis'], mayUse: ['yjs'] },
  sync: {
    mayImport: ['core'],
    mayUse: ['yjs', 'y-protocols', 'lib0', 'fflate', '@noble/hashes', '@noble/ciphers'],
  },
  transports: {
    mayImport: ['core', 'sync'],
    mayUse: ['qr', 'yjs', 'y-protocols', 'lib0', '@hocuspocus/provider'],
  },
  storage: { mayImport: ['core'], mayUse: ['yjs', 'dexie', 'y-indexeddb', '@noble/hashes'] },
  hub: {
    mayImport: ['core', 'sync'],
    mayUse: [
      ...['node:', 'yjs', '@hocuspocus/server', 'classic-level', 'crossws', 'lib0'],
      ...['prom-client', 'uqr', 'multicast-dns'],
      ...['pg', 'ioredis', 'y-protocols'],
      ...['pkijs', 'asn1js'],
    ],
  },
  cli: {
    mayImport: [
      ...['core', 'board', 'synthesis', 'consolidation', 'sync'],
      ...['transports', 'storage', 'hub', 'app'],
    ],
    mayUse: ['node:', 'yjs', 'uqr'],
  },
  app: {
    mayImport: [
      ...['core', 'board', 'similarity', 'synthesis', 'consolidation', 'sync'],
      ...['transports', 'storage'],
    ],
    mayUse: [
      ...['svelte', 'workbox-core', 'workbox-precaching', 'workbox-routing', '@noble/hashes'],
      'zxing-wasm',
    ],
    // It introduces the parts to each other at the document, which it never touches itself.
    mayUseTypes: ['yjs'],
  },
  ui: {
    mayImport: ['core', 'app'],
    mayImportTypes: ['board', 'consolidation'],
    mayRead: [
      'consolidation/tally.ts',
      'board/compare.ts',
      'board/method.ts',
      'board/methods.ts',
      'board/origins.ts',
      'board/select.ts',
      'board/text.ts',
      'board/session.ts',
      'board/vote-rules.ts',
      'board/votes.ts',
    ],
    mayUse: ['svelte', '@lucide/svelte', 'minisearch', 'perfect-freehand', 'uqr'],
  },
};

/** Packages that belong to some layers and not to others. */
const guardedPackages = [...new Set(Object.values(layers).flatMap(({ mayUse }) => mayUse))].sort();

/**
 * Lists what a layer may not reach: other layers, then packages.
 * `allowTypes`: the types of it may be, and the modules of `except`.
 * @param {string} name
 * @returns {{ kind: 'layer' | 'package', name: string, allowTypes: boolean, except: readonly string[] }[]}
 */
export const forbiddenTo = (name) => {
  const layer = layers[name];
  if (layer === undefined) throw new Error(`Bug: no layer ${name}`);
  return [
    ...Object.keys(layers)
      .filter((other) => other !== name && !layer.mayImport.includes(other))
      .map((other) => ({
        kind: /** @type {const} */ ('layer'),
        name: other,
        allowTypes: layer.mayImportTypes?.includes(other) ?? false,
        except: (layer.mayRead ?? []).filter((module) => module.startsWith(`${other}/`)),
      })),
    ...guardedPackages
      .filter((other) => !layer.mayUse.includes(other))
      .map((other) => ({
        kind: /** @type {const} */ ('package'),
        name: other,
        allowTypes: layer.mayUseTypes?.includes(other) ?? false,
        except: [],
      })),
  ];
};
