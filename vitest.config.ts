import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig } from 'vitest/config';
import {
  findFirefox,
  findWebKit,
  firefoxLaunchOptions,
  headlessLaunchOptions,
} from './tests/find-browsers.js';

/** What every engine has: these run in Chromium and in Firefox. */
const inEngines = ['tests/**/*.engine.test.ts'];
/** These lead a window of WebKitGTK through the built app. */
const inWebKit = ['tests/**/*.webkit.test.ts'];
const inBrowser = ['tests/**/*.browser.test.ts', 'tests/**/*.svelte.test.ts', ...inEngines];

/** A camera and a microphone of Chromium's own, and nobody who must be asked. */
const withFakeDevices = (options: ReturnType<typeof headlessLaunchOptions>) => ({
  ...options,
  args: [...options.args, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
});

export default defineConfig({
  plugins: [svelte()],
  define: { __APP_VERSION__: JSON.stringify('test'), __BUILT_AT__: '1767225600000' },
  test: {
    // A limit for what hangs, not a measure: property tests take seconds, and many times that on a busy machine.
    testTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,svelte}'],
      exclude: ['src/app/service-worker/**', 'src/app/words/messages/**', 'src/**/*.d.ts'],
      reporter: ['text', 'json-summary'],
      reportsDirectory: '.reports/coverage',
    },
    globalSetup: ['./src/app/words/compile.js'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...inBrowser, ...inWebKit],
        },
      },
      {
        extends: true,
        // Found by the first test otherwise, and Vite then reloads the page under the tests that are running.
        optimizeDeps: {
          include: ['yjs', 'dexie', 'y-indexeddb', 'svelte', 'docx', 'write-excel-file/universal'],
        },
        test: {
          name: 'browser',
          include: inBrowser,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: withFakeDevices(headlessLaunchOptions()) }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      ...(findWebKit() === undefined
        ? []
        : [
            {
              extends: true as const,
              test: { name: 'webkit', environment: 'node' as const, include: inWebKit, testTimeout: 120_000 },
            },
          ]),
      ...(findFirefox() === undefined
        ? []
        : [
            {
              extends: true as const,
              optimizeDeps: { include: ['yjs', 'dexie', 'y-indexeddb'] },
              test: {
                name: 'firefox',
                include: inEngines,
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  provider: playwright({ launchOptions: firefoxLaunchOptions() }),
                  instances: [{ browser: 'firefox' as const }],
                },
              },
            },
          ]),
    ],
  },
});
