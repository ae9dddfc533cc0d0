import { defineConfig } from 'vitest/config';

const hostile = 'sandbox-runner/test/hostile/*.test.ts';
/** These take minutes each and are run by `npm run test:hostile`. */
const longHostile = 'sandbox-runner/test/hostile/{access,fence,limits,refusals,services,terminal-*}.test.ts';
/** They measure the machine or list what its engine has, which files that run at the same time would change. */
const alone = [
  'test/{doctor,lab-on-own-engine,site-server,start}.test.ts',
  'sandbox-runner/test/{disk-folder,health-schedule,host-disk,load-and-alive,oversized,sandbox-limits}.test.ts',
  'sandbox-runner/test/stopped-replay.test.ts',
];
const patient = { testTimeout: 180_000, hookTimeout: 300_000 };
const oneAtATime = { ...patient, fileParallelism: false };
/** Alone, a file of `integration` keeps two processors 40 % busy. */
const twoAtATime = { ...patient, maxWorkers: 2 };

/** Tests that open the site share a server. */
const withDatabase = { globalSetup: 'test/site/database-server.ts' };

/**
 * Unit tests are next to their source. `database` needs a real PostgreSQL, and `integration` also a real
 * Docker Engine.
 */
export default defineConfig({
  resolve: {
    alias: {
      '@': import.meta.dirname,
      'server-only': new URL('test/server-only.ts', import.meta.url).pathname,
    },
  },
  test: {
    // Timeout for polling, because a busy machine may need long for something that is immediate on an idle one.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{app,bench,cli,components,launcher,lib,scripts}/**/*.test.{ts,tsx}',
            'sandbox-runner/src/**/*.test.ts',
            'test/{build-context,hostile-table,metrics-page}.test.ts',
            'test/chart/chart.test.ts',
            'test/documents/*.test.ts',
            'test/monitoring/files.test.ts',
            'test/own-images/own-images.test.ts',
          ],
          exclude: ['**/node_modules/**', '.next/**', '.data/**'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'unit-packages',
          include: ['packages/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**'],
          testTimeout: 30_000,
          // Packages keep nothing between calls. Importing the checks and the compiler of lessons again for each file
          // took half of the processor time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['test/postgres-account.test.ts', 'test/site/**/*.test.ts'],
          ...oneAtATime,
          ...withDatabase,
          env: { LOG_LEVEL: 'silent' },
        },
      },
      // Needs a PostgreSQL and Python: a real platform, which `npm run test:lti` installs.
      {
        extends: true,
        test: {
          name: 'lti',
          include: ['test/lti/*.test.ts'],
          ...oneAtATime,
          ...withDatabase,
          env: { LOG_LEVEL: 'silent' },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          // Only a few kills of the fault tests; the project `faults` below runs all of them.
          include: [
            'test/image-archive.test.ts',
            'test/regrade-built.test.ts',
            'test/faults/runner-killed.test.ts',
            'sandbox-runner/test/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', longHostile, ...alone],
          ...twoAtATime,
          ...withDatabase,
          env: { LOG_LEVEL: 'silent' },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration-alone',
          include: alone,
          ...oneAtATime,
          ...withDatabase,
          env: { LOG_LEVEL: 'silent' },
          sequence: { groupOrder: 1 },
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
      // Needs Debian's Prometheus and Go as well: `npm run test:monitoring`.
      {
        extends: true,
        test: {
          name: 'monitoring',
          include: ['test/monitoring/live.test.ts'],
          ...oneAtATime,
          testTimeout: 900_000,
          ...withDatabase,
          env: { LOG_LEVEL: 'silent' },
        },
      },
      // All of test/faults, with many more kills: `npm run test:faults`.
      {
        extends: true,
        test: { name: 'faults', include: ['test/faults/**/*.test.ts'], ...oneAtATime, ...withDatabase },
      },
      // Two processes of the built site, which takes minutes to build: `npm run test:sites`.
      {
        extends: true,
        test: {
          name: 'sites',
          include: ['test/sites/*.test.ts'],
          ...oneAtATime,
          hookTimeout: 900_000,
          ...withDatabase,
          env: { LOG_LEVEL: 'silent' },
        },
      },
      // Needs a cluster, which it boots itself: `npm run test:kubernetes`.
      {
        extends: true,
        test: {
          name: 'kubernetes',
          include: ['test/kubernetes/*.test.ts'],
          ...oneAtATime,
          testTimeout: 900_000,
          globalSetup: [withDatabase.globalSetup, 'test/kubernetes/shared-cluster.ts'],
          env: { LOG_LEVEL: 'silent' },
        },
      },
      // Needs Helm and, for a part of it, a cluster: `npm run test:chart`.
      {
        extends: true,
        test: { name: 'chart', include: ['test/chart/{rendered,validated}.test.ts'], ...patient },
      },
    ],
  },
});
