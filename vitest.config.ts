import { defineConfig } from 'vitest/config';

const hostile = 'sandbox-runner/test/hostile/*.test.ts';
/** Minutes each: `npm run test:hostile` runs them. */
const longHostile = 'sandbox-runner/test/hostile/{access,fence,limits,refusals,services}.test.ts';
/**
 * Two cores: sandboxes of several files at once would measure each other, and all databases are on one
 * server.
 */
const oneAtATime = { fileParallelism: false, testTimeout: 180_000, hookTimeout: 300_000 };

/**
 * Units stand beside their source. `database` needs a real PostgreSQL, integration a real Docker Engine too:
 * each file has them to itself.
 */
export default defineConfig({
  resolve: {
    alias: {
      '@': import.meta.dirname,
      'server-only': new URL('test/server-only.ts', import.meta.url).pathname,
    },
  },
  test: {
    // A bound for what is polled: a busy machine may take long for what is at once on an idle one.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{app,bench,cli,components,launcher,lib,packages}/**/*.test.{ts,tsx}',
            'sandbox-runner/src/**/*.test.ts',
            'test/{hostile-table,metrics-page}.test.ts',
          ],
          exclude: ['**/node_modules/**', '.next/**', '.data/**'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['test/postgres-account.test.ts', 'test/site/**/*.test.ts'],
          ...oneAtATime,
          env: { LOG_LEVEL: 'silent' },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          // Of the faults a few kills; all of it is the project below.
          include: [
            'test/start.test.ts',
            'test/image-archive.test.ts',
            'test/site-server.test.ts',
            'test/faults/runner-killed.test.ts',
            'sandbox-runner/test/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', longHostile],
          ...oneAtATime,
          env: { LOG_LEVEL: 'silent' },
        },
      },
      {
        extends: true,
        test: {
          name: 'hostile',
          include: [hostile],
          ...oneAtATime,
          testTimeout: 300_000,
        },
      },
      // All of test/faults, with many more kills: `npm run test:faults`.
      { extends: true, test: { name: 'faults', include: ['test/faults/**/*.test.ts'], ...oneAtATime } },
    ],
  },
});
