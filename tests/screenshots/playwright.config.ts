import { defineConfig, devices } from '@playwright/test';
import base from '../../playwright.config.ts';

/** Pictures for the README and the guide: `npm run screenshots`. */
export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: '../../.reports/screenshots',
  fullyParallel: false,
  workers: 1,
  reporter: 'list',
  projects: [
    {
      name: 'phone',
      use: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
    },
    { name: 'tablet', use: { viewport: { width: 1024, height: 768 }, hasTouch: true } },
    { name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } } },
  ],
});
