import { defineConfig } from '@playwright/test';

// The journeys run against any server that speaks the API: TARN_URL (a real `tarn up`), else the mock with the built pages.
const url = process.env.TARN_URL,
  port = 9147;

export default defineConfig({
  testDir: 'tests',
  // One for the journeys, one for the looks: the files run beside each other, each in its own order.
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL: url ?? `http://127.0.0.1:${port}`,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    },
  },
  ...(url
    ? {}
    : {
        webServer: { command: `PORT=${port} node dev/mock.mjs --dist`, url: `http://127.0.0.1:${port}/login`, reuseExistingServer: false },
      }),
});
