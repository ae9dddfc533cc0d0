/** What each check says about what it found: for every result, the one next to it. */
import type { GpuDetection } from '@dfm/sandbox-runner/detect-gpus';
import { describe, expect, test } from 'vitest';
import { backupFinding } from './backup.ts';
import { type Difference, clockFindings } from './clock.ts';
import { type DatabaseFacts, databaseFindings } from './database.ts';
import { roomFindings } from './disk.ts';
import { engineFindings } from './engine.ts';
import { type Finding, worstOf } from './finding.ts';
import { gpuFinding } from './gpu.ts';
import { isolationFindings } from './isolation.ts';
import { nodeFinding } from './node-version.ts';
import { registryFinding } from './registry.ts';
import { settingsFindings } from './settings.ts';
import { shelfFindings } from './shelf.ts';

/** The result and what is shown, after checking that whatever is not good comes with one sentence. */
function shown(findings: Finding[]): [string, string] {
  expect(findings.length).toBeGreaterThan(0);
  for (const { result, advice } of findings) {
    if (result === 'good') expect(advice).toBeUndefined();
    else expect(advice).toMatch(/^[A-Zd].{10,}[.)]$/);
  }
  return [worstOf(findings), findings.map(({ saw }) => saw).join(' | ')];
}
const shows = (result: string, saw: string) => [result, expect.stringContaining(saw)];

describe('node', () => {
  test.each([
    ['24.21.0', 'good', '24.21.0'],
    ['24.22.1', 'good', '24.22.1'],
    ['25.0.0', 'warning', 'tested with 24.21.0'],
    ['22.18.0', 'warning', 'tested with 24.21.0'],
  ])('%s', (version, ...expected) =>
    expect(shown([nodeFinding(version, '24.21.0')])).toEqual(shows(...expected)),
  );
});

describe('disk', () => {
  const reserves = { HOST_DISK_RESERVE_MB: 2_048, HOST_INODES_RESERVE: 10_000, SANDBOX_DISK_MB: 8_192 };
  const room = (freeMib: number, files = 1_000_000, ffree = 500_000) => ({
    bavail: freeMib * 256,
    bsize: 4_096,
    files,
    ffree,
  });
  test.each<[string, ReturnType<typeof room>, string, string]>([
    ['as much as both', room(10_240), 'good', 'DATA_DIR has 11 GB free'],
    ['a little less than both', room(10_239), 'warning', '10,239 MiB free'],
    ['as much as the reserve', room(2_048), 'warning', '2,048 MiB free'],
    ['a little less than the reserve', room(2_047), 'problem', '2,047 MiB free'],
    ['as many inodes as the reserve', room(20_000, 1e6, 10_000), 'good', 'free'],
    ['one inode less', room(20_000, 1e6, 9_999), 'problem', '9999 free inodes'],
    ['a file system without a number of inodes', room(20_000, 0, 0), 'good', 'free'],
  ])('%s', (_name, found, ...expected) =>
    expect(shown(roomFindings('DATA_DIR', found, reserves))).toEqual(shows(...expected)),
  );
});

test('the last sentence about what isolates sandboxes is what to do', () => {
  const reason = new Error(
    'The runtime is kata, which is not there. There is: runc. Install it, or use runc.',
  );
  expect(engineFindings({ version: '29.5.1', driver: 'overlay2' }, reason)).toEqual([
    {
      result: 'problem',
      saw: 'The runtime is kata, which is not there. There is: runc.',
      advice: 'Install it, or use runc.',
    },
  ]);
});

describe('engine', () => {
  const isolated = { runtime: 'runc', appArmor: 'absent' } as const;
  const newer = { version: '29.5.1', driver: 'overlayfs' };
  test.each<[string, Parameters<typeof engineFindings>, string, string]>([
    [
      'a new one',
      [newer, isolated],
      'good',
      'version 29.5.1, storage overlayfs, sandboxes with runc, seccomp',
    ],
    [
      'the oldest, with AppArmor',
      [
        { version: '20.10.24+dfsg1', driver: 'overlay2' },
        { ...isolated, appArmor: 'enforced' },
      ],
      'good',
      'seccomp and AppArmor',
    ],
    ['one that is older', [{ version: '19.03.15', driver: 'overlay2' }, isolated], 'problem', '19.03.15'],
    ['vfs', [{ version: '29.5.1', driver: 'vfs' }, isolated], 'warning', 'vfs'],
    [
      'one that must start no sandbox',
      [
        newer,
        new Error(
          'This host uses AppArmor, and the profile for sandboxes is not loaded. Load it: apparmor_parser x.',
        ),
      ],
      'problem',
      'is not loaded.',
    ],
  ])('%s', (_name, given, ...expected) =>
    expect(shown(engineFindings(...given))).toEqual(shows(...expected)),
  );
});

describe('clock', () => {
  const clock = (ms: number, uncertainMs = 20): Difference => ({ of: 'the database', ms, uncertainMs });
  test.each<[string, Difference[], string, string]>([
    ['the same', [clock(15)], 'good', 'no difference (clock of the database, ±20 ms)'],
    ['5 s', [clock(5_020)], 'good', '5.0 s behind'],
    ['a little more', [clock(5_021)], 'warning', '5.0 s behind'],
    ['30 s in the other direction', [clock(-30_020)], 'warning', '30 s ahead'],
    ['a little more than that', [clock(-30_021)], 'problem', 'authenticator apps'],
    ['an answer that took too long to be certain', [clock(31_000, 30_000)], 'good', '31 s behind'],
    ['one of two', [clock(0), clock(60_000)], 'problem', '60 s behind'],
  ])('%s', (_name, found, ...expected) => expect(shown(clockFindings(found))).toEqual(shows(...expected)));

  test('no other clock', () => expect(() => clockFindings([])).toThrow('no clock of a different machine'));
});

describe('database', () => {
  const facts: DatabaseFacts = {
    version: 150_004,
    encoding: 'UTF8',
    connections: 12,
    maxConnections: 100,
    migrations: [
      { name: '1', isApplied: true },
      { name: '2', isApplied: true },
    ],
  };
  test.each<[string, Partial<DatabaseFacts>, string, string]>([
    ['all well', {}, 'good', 'PostgreSQL 15, UTF8, 2 migrations, 12 of 100 connections'],
    ['one that is older', { version: 140_011 }, 'problem', 'PostgreSQL 14'],
    ['a different encoding', { encoding: 'SQL_ASCII' }, 'problem', 'SQL_ASCII'],
    ['20 connections left', { connections: 80 }, 'good', '80 of 100'],
    ['19 connections left', { connections: 81 }, 'warning', '81 of 100'],
    ['an empty one', { migrations: undefined }, 'problem', 'no tables of the site'],
    ['a missing migration', { migrations: [{ name: '1', isApplied: true }] }, 'problem', 'not applied: 2'],
    [
      'a migration that was cut off',
      {
        migrations: [
          { name: '1', isApplied: true },
          { name: '2', isApplied: false },
        ],
      },
      'problem',
      'the migration 2 has begun and not ended',
    ],
    [
      'a newer version',
      { migrations: ['1', '2', '3'].map((name) => ({ name, isApplied: true })) },
      'problem',
      'the migration 3, which this version does not know',
    ],
  ])('%s', (_name, change, ...expected) =>
    expect(shown(databaseFindings({ ...facts, ...change }, ['1', '2']))).toEqual(shows(...expected)),
  );
});

describe('registry', () => {
  const official = { reference: 'debian:bookworm-slim', standIn: false };
  const standIn = { reference: 'python:3.11', standIn: true };
  const found = { kind: 'found', digest: 'sha256:1' } as const;
  const silent = { kind: 'no-answer', reason: 'no route to host' } as const;
  test.each<[string, Parameters<typeof registryFinding>[1], (typeof official)[], string, string]>([
    ['official images', found, [official], 'good', 'the registry answers'],
    ['a new machine', found, [], 'good', 'the registry answers'],
    ['one stand-in', found, [official, standIn], 'warning', 'stand-ins are used for python:3.11'],
    ['no registry now', silent, [official], 'good', 'the shelf has the official images'],
    [
      'no registry, and stand-ins',
      silent,
      [standIn],
      'warning',
      '(no route to host); stand-ins are used for python:3.11',
    ],
    ['no registry on a new machine', silent, [], 'warning', '(no route to host)'],
    ['a mirror without the image', { kind: 'absent' }, [], 'warning', 'does not have debian:bookworm-slim'],
  ])('%s', (_name, answer, images, ...expected) =>
    expect(shown([registryFinding('debian:bookworm-slim', answer, images)])).toEqual(shows(...expected)),
  );
});

describe('gpu', () => {
  const device = {
    uuid: 'GPU-1',
    name: 'NVIDIA H100',
    memoryMb: 81_559,
    driver: '550.54.14',
    computeCapability: '9.0',
  };
  const usable = (simulated: boolean): GpuDetection => ({
    kind: 'usable',
    gpus: { devices: [device], via: 'nvidia-ctk', simulated, driver: new Map() },
  });
  test.each<[string, GpuDetection, string, string]>([
    ['none', { kind: 'none' }, 'good', 'none'],
    ['one', usable(false), 'good', 'NVIDIA H100 (driver 550.54.14), which containers can use'],
    ['a simulated one', usable(true), 'warning', 'only simulated'],
    [
      'one that containers cannot use',
      { kind: 'unusable', why: 'A was found, but nvidia-ctk is not installed. Install the toolkit.' },
      'warning',
      'A was found',
    ],
  ])('%s', (_name, found, ...expected) => expect(shown([gpuFinding(found)])).toEqual(shows(...expected)));
});

describe('shelf', () => {
  const image = { reference: 'a', aliases: [], standIn: false, manifest: 'sha256:1' };
  const complete = {
    images: [image],
    services: [image, image],
    wheels: 180,
    missing: [],
    missingServices: [],
    damaged: [],
    readBytes: 256_000_000,
  };
  test.each<[string, object, string, string]>([
    ['complete', {}, 'good', '1 base images, 2 for labs, 180 wheels; 256 MB have the right digest'],
    [
      'something is missing',
      { missing: ['a', 'b', 'c', 'd'] },
      'problem',
      'does not have a, b, c and 1 more',
    ],
    ['something is damaged', { damaged: ['/shelf/x'] }, 'problem', 'changed or gone: /shelf/x'],
    ['only images for labs are missing', { missingServices: ['redis:7'] }, 'warning', 'redis:7'],
  ])('%s', (_name, change, ...expected) =>
    expect(shown(shelfFindings('/shelf', { ...complete, ...change }))).toEqual(shows(...expected)),
  );
});

describe('backup', () => {
  const now = Date.parse('2026-11-26T12:00:00Z');
  test.each([
    ['of this night', '2026-11-26T03:15:00Z', 'good', 'a.tar.gz, 8 hours old'],
    ['two days old', '2026-11-24T12:00:00Z', 'good', '2 days old'],
    ['a second older', '2026-11-24T11:59:59Z', 'warning', '2 days old'],
  ])('%s', (_name, at, ...expected) =>
    expect(shown([backupFinding({ at: new Date(at), file: 'a.tar.gz' }, now)])).toEqual(shows(...expected)),
  );
});

describe('settings', () => {
  test.each<[string, Record<string, string>, string, string]>([
    ['none', {}, 'good', 'none is set'],
    [
      'valid ones',
      { SITE_URL: 'https://a.example', TRUSTED_PROXIES: '10.0.0.0/8' },
      'good',
      '1 set, all valid: SITE_URL',
    ],
    ['an address that is none', { SITE_URL: 'a.example' }, 'problem', 'SITE_URL'],
    ['a setting of the runner', { SANDBOX_PIDS: 'many' }, 'problem', 'SANDBOX_PIDS'],
    ['a setting of the site', { RUN_QUEUE_MAX: '1.5' }, 'problem', 'RUN_QUEUE_MAX'],
    ['a list of proxies', { TRUSTED_PROXIES: 'proxy.example' }, 'problem', 'TRUSTED_PROXIES'],
  ])('%s', (_name, variables, ...expected) =>
    expect(shown(settingsFindings(variables))).toEqual(shows(...expected)),
  );

  test('a secret is not shown', () => {
    const [, text] = shown(settingsFindings({ AUTH_SECRET: 'hunter2', RUNNER_TOKEN: 'hunter3' }));
    expect(text).toMatch(/AUTH_SECRET.*RUNNER_TOKEN|RUNNER_TOKEN.*AUTH_SECRET/);
    expect(text).not.toMatch(/hunter/);
  });
});

describe('isolation', () => {
  const held = { name: 'a', result: 'held' } as const;
  test.each<[string, Parameters<typeof isolationFindings>, string, string]>([
    ['all stopped', [[held, held], []], 'good', 'all 2 attacks were stopped'],
    [
      'a slower host',
      [[held], ['disks are copied']],
      'warning',
      'all 1 attacks were stopped | disks are copied',
    ],
    [
      'one got through',
      [[held, { name: 'b', result: 'broken', detail: 'opened /x' }], []],
      'problem',
      'not stopped: b: opened /x',
    ],
    [
      'one could not be tried',
      [[held, { name: 'b', result: 'unclear', detail: 'it took too long' }], []],
      'warning',
      'not clear: b',
    ],
  ])('%s', (_name, given, ...expected) =>
    expect(shown(isolationFindings(...given))).toEqual(shows(...expected)),
  );
});
