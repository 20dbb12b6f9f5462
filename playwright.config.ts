import { defineConfig, devices } from '@playwright/test';
import { headlessLaunchOptions, findFirefox, firefoxLaunchOptions } from './tests/find-browsers.js';

// Workers read these settings again, in processes of their own: the environment hands them the port.
const port = (process.env['GRAPPE_TEST_PORT'] ??= String(20_000 + (process.pid % 10_000)));
const baseURL = `http://127.0.0.1:${port}`;

/**
 * A test runs on the desktop, and besides on the tablet when tagged `@tablet`, on the phone when tagged `@phone`,
 * in Firefox, where there is one, when tagged `@firefox`; `@not-desktop` keeps it off the desktop.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: '.reports/playwright',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // Limits for what hangs, not measures: machines are noisy.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '.reports/playwright.json' }]],
  use: {
    baseURL,
    browserName: 'chromium',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    launchOptions: headlessLaunchOptions(),
    // A trace of every step takes longer than the steps: GRAPPE_TRACE=1 asks for it.
    trace: process.env['GRAPPE_TRACE'] === '1' ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    // Keeping all of the app for offline use takes longer than most tests do: those that are about it ask for it with
    // `test.use({ serviceWorkers: 'allow' })`; one that goes offline without asking fails.
    serviceWorkers: 'block',
  },
  projects: [
    { name: 'desktop', grepInvert: /@not-desktop/, use: { ...devices['Desktop Chrome'] } },
    { name: 'tablet', grep: /@tablet/, use: { ...devices['Galaxy Tab S9'] } },
    { name: 'phone', grep: /@phone/, use: { ...devices['Pixel 7'] } },
    ...(findFirefox() === undefined
      ? []
      : [
          {
            name: 'firefox',
            grep: /@firefox/,
            use: {
              ...devices['Desktop Firefox'],
              browserName: 'firefox' as const,
              launchOptions: firefoxLaunchOptions(),
            },
          },
        ]),
  ],
  webServer: {
    command: `node src/cli/launch.js serve --host 127.0.0.1 --port ${port} --data .reports/hub-${port}`,
    cwd: import.meta.dirname,
    url: baseURL,
    timeout: 180_000,
    stdout: 'ignore',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});
