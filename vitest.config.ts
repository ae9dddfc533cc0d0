import { defineConfig } from 'vitest/config';

const hostile = 'sandbox-runner/test/hostile/*.test.ts';

/** Units stand beside their source. Integration needs a real Docker Engine and PostgreSQL: each file has them to itself. */
export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname, 'server-only': new URL('test/server-only.ts', import.meta.url).pathname } },
  test: {
    // A bound for what is polled: a busy machine may take long for what is at once on an idle one.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,lib,components,app,scripts}/**/*.test.{ts,tsx}', 'sandbox-runner/src/**/*.test.ts'],
          exclude: ['**/node_modules/**', '.next/**', '.data/**'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts', 'sandbox-runner/test/**/*.test.ts'],
          exclude: ['**/node_modules/**', hostile],
          // Two cores: sandboxes of several files at once would measure each other.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
          env: { LOG_LEVEL: 'silent' },
        },
      },
      {
        extends: true,
        test: {
          name: 'hostile',
          include: [hostile],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
