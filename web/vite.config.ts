import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.TARN_URL ?? 'http://127.0.0.1:9047';

// Named shared chunks: each has its own budget (build/budgets.mjs), and a page loads only those that it needs.
const chunks = [
  { name: 'charts', test: /node_modules\/(echarts|zrender)\// },
  { name: 'editor', test: /node_modules\/(@codemirror|@lezer|@marijn|style-mod|crelt|w3c-keyname)\// },
  { name: 'arrow', test: /node_modules\/(apache-arrow|flatbuffers)\// },
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler|@tanstack)\// },
];

export default defineConfig({
  plugins: [react()],
  html: { cspNonce: '__TARN_NONCE__' },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  test: { include: ['src/**/*.test.ts', 'build/**/*.test.ts'], environment: 'node' },
});
