import js from '@eslint/js';
import compat from 'eslint-plugin-compat';
import prettier from 'eslint-config-prettier/flat';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import { oldestBrowsers } from './tests/checks/browsers.js';
import { forbiddenTo, layers } from './tests/checks/layers.js';

/** Per layer, what its files may not import: dependency-cruiser can't read `.svelte` files. */
const layerBorders = Object.keys(layers).map((layer) => ({
  files: [`src/${layer}/**/*.{ts,svelte}`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          ...forbiddenTo(layer).map(({ kind, name, allowTypes, except }) => ({
            regex:
              kind === 'layer'
                ? `^#(?!(${except.join('|')})$)${name}/`
                : name === 'node:'
                  ? '^node:'
                  : `^${name}(/|$)`,
            allowTypeImports: allowTypes,
            message: `${layer} may not look at ${name}: see the table of layers in ARCHITECTURE.md.`,
          })),
          {
            regex: `^\\.\\./(.*/)?(${Object.keys(layers).join('|')})/`,
            message: 'Cross from one layer to another by its name (#core/…), so that the crossing is seen.',
          },
        ],
      },
    ],
  },
}));

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'A name that is exported by name is the same everywhere.',
};

export default defineConfig(
  globalIgnores(['dist/', '.reports/', 'test-results/', 'playwright-report/', 'src/app/words/messages/']),
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  prettier,
  svelte.configs.prettier,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'no-undef': 'off',
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      'no-eval': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': ['error', noDefaultExport],
    },
  },
  {
    // What runs in browsers runs in the oldest that are promised, or asks first.
    files: ['src/{app,board,core,similarity,storage,sync,synthesis,transports,ui}/**/*.{ts,svelte}'],
    plugins: { compat },
    settings: {
      browsers: oldestBrowsers.map(({ name, version }) => `${name} ${version}`),
      lintAllEsApis: true,
    },
    rules: {
      'compat/compat': 'error',
      'no-restricted-syntax': [
        'error',
        noDefaultExport,
        {
          selector: 'AwaitExpression:not(:function *)',
          message: 'WebKit hands out modules that lean on one that waits before they have been run.',
        },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.js'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // Text is always shown as text.
      'svelte/no-at-html-tags': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "SvelteAttribute[key.name='style']",
          message: 'The content policy refuses style attributes: use a class, or a `style:` directive.',
        },
      ],
      'svelte/button-has-type': 'error',
      // What is not shown need not be reactive.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-target-blank': 'error',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // What a component takes and gives is `any` here; svelte-check knows it.
      ...Object.fromEntries(
        ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [
          `@typescript-eslint/no-unsafe-${what}`,
          'off',
        ]),
      ),
    },
  },
  // Tools ask for a default export in their settings.
  { files: ['*.{js,ts}', '**/*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // The launcher is for any Node, however old.
  { files: ['src/cli/launch.js'], rules: { 'no-var': 'off' } },
  // Meaning has no clock, no chance, no window: what it needs is handed in.
  {
    files: ['src/{board,similarity,synthesis,consolidation,sync,transports/qr}/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'window',
          'document',
          'navigator',
          'localStorage',
          'sessionStorage',
          'indexedDB',
          'fetch',
          'crypto',
        ],
        ...['setTimeout', 'setInterval', 'performance', 'process'],
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The clock is handed in (#core/clock.ts).' },
        { object: 'Math', property: 'random', message: 'Chance is handed in (#core/ids.ts).' },
        { object: 'globalThis', property: 'crypto', message: 'Chance is handed in (#core/ids.ts).' },
      ],
    },
  },
  ...layerBorders,
  { files: ['**/*.js'], ...ts.configs.disableTypeChecked },
);
