import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

/** The shell takes less processor time than the whole browser. */
const systemChromium = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';

/** Tests run against the production build, a real runner and a real database, started by `e2e/stack-setup.ts`. */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/stack-setup.ts',
  outputDir: '.data/e2e-results',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 900_000,
  // Other stages of `npm test` keep the processors busy meanwhile.
  expect: { timeout: 30_000 },
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    // Steps that wait for a verdict say so. Any other that takes this long is stuck.
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    // A trace of every test (`--trace on`) would take processor time from the builds that the tests wait for.
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(existsSync(systemChromium) ? { executablePath: systemChromium } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // As the whole browser. The shell rounds the widths of letters, so text is elsewhere by a pixel.
        '--font-render-hinting=none',
      ],
    },
  },
});
