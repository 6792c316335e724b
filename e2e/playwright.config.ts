// The journeys run in a real browser against the built page. It is served from a sub-folder, as on a
// static host, so journeys go to './', never to '/'.
import { createServer } from 'node:net';
import { defineConfig } from 'playwright/test';
import { launchOptions } from '../src/cli/browser.mjs';

const FOLDER = '/some/folder/';

/** Playwright reads this file again in each of its processes: the first one picks the port for all. */
process.env.STILLROOM_JOURNEY_PORT ??= String(await freePort());
const port = process.env.STILLROOM_JOURNEY_PORT;
const baseURL = `http://localhost:${port}${FOLDER}`;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, 'localhost', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  timeout: 180_000,
  expect: { timeout: 30_000 },
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL,
    browserName: 'chromium',
    headless: true,
    actionTimeout: 30_000,
    screenshot: 'only-on-failure', // a trace would take more of the processor than the page: --trace on where one is wanted
    launchOptions: await launchOptions(),
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --strictPort --port ${port} --base ${FOLDER}`,
    cwd: '..',
    url: baseURL,
    reuseExistingServer: false,
  },
});
