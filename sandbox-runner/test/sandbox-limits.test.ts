import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectEngine } from '../src/engine/connect.ts';
import {
  containerState,
  createContainer,
  createNetwork,
  removeContainersOf,
  startContainer,
} from '../src/engine/containers.ts';
import { runCommand } from '../src/host/command.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { build, openPool, type PoolFixture } from './sandbox-fixture.ts';

let fixture: PoolFixture;
let canary: Sandbox;

beforeAll(async () => {
  fixture = await openPool({ SANDBOX_MEMORY_MB: '1024', SANDBOX_PIDS: '500' });
  canary = await fixture.pool.acquire('canary');
});
afterAll(() => fixture[Symbol.asyncDispose]());

const hostile = [
  {
    name: 'a fork bomb',
    script: 'import os, time\nwhile True:\n    if os.fork() == 0: time.sleep(600)\n',
    fault: { kind: 'too-many-processes', limit: 'SANDBOX_PIDS=500' },
  },
  {
    name: 'a memory hog',
    script: 'held = []\nwhile True: held.append(bytearray(16 * 1024 * 1024))\n',
    fault: { kind: 'out-of-memory', limit: 'SANDBOX_MEMORY_MB=1024' },
  },
  {
    name: 'a disk fill',
    script: 'block = b"x" * (1 << 20)\nwith open("/big", "wb") as file:\n    while True: file.write(block)\n',
    fault: { kind: 'disk-full', limit: 'SANDBOX_DISK_MB=4096' },
  },
  {
    name: 'an inode fill',
    script:
      'import os\nos.mkdir("/many")\nn = 0\nwhile True:\n    open(f"/many/{n}", "x").close()\n    n += 1\n',
    fault: { kind: 'disk-full', limit: 'SANDBOX_DISK_MB=4096' },
  },
];

describe('a limit ends', () => {
  test.each(hostile)(
    '$name with a named fault, and another learner’s sandbox still works',
    async ({ script, fault }) => {
      const sandbox = await fixture.pool.acquire('hostile');
      const running = build(sandbox, 'FROM python:3.11-slim-bookworm\nCOPY try.py .\nRUN python try.py', {
        'try.py': script,
      });
      const other = await build(canary, `FROM debian:bookworm-slim\nRUN echo canary ${script.length}`);
      expect(other.kind).toBe('built');
      expect((await running).kind).toBe('failed');
      expect(await sandbox.fault()).toMatchObject(fault);
      expect(await canary.fault()).toBeUndefined();
      await fixture.pool.release(sandbox, 'discard');
    },
  );

  test('nothing if a build fails for a different reason', async () => {
    const sandbox = await fixture.pool.acquire('mistaken');
    expect((await build(sandbox, 'FROM debian:bookworm-slim\nRUN exit 3')).kind).toBe('failed');
    expect(await sandbox.fault()).toBeUndefined();
    await fixture.pool.release(sandbox, 'discard');
    expect(await sandbox.engineAnswers()).toBe(false);
  });
});

/**
 * Uses all memory with many processes that are each smaller than the engine, and exits when the kernel kills
 * one.
 */
const manySmall = `import os, time
while True:
    if os.fork() == 0:
        held = b"x" * (24 << 20)
        time.sleep(600)
    if os.waitpid(-1, os.WNOHANG)[0] != 0:
        break
`;

test('the kernel kills a container that uses all memory rather than the engine', async () => {
  const sandbox = await fixture.pool.acquire('running');
  const engine = sandbox.engine;
  expect(
    (
      await build(sandbox, 'FROM python:3.11-slim-bookworm\nCOPY try.py .\nCMD ["python", "try.py"]', {
        'try.py': manySmall,
      })
    ).kind,
  ).toBe('built');
  const network = await createNetwork(engine, 'memory');
  const container = await createContainer(engine, {
    runId: 'memory',
    image: 'test:latest',
    network,
    memoryMib: 4_096,
    pids: 400,
  });
  expect(await startContainer(container)).toBeUndefined();
  await expect.poll(async () => (await containerState(container)).running, { timeout: 60_000 }).toBe(false);
  expect(await sandbox.fault()).toMatchObject({ kind: 'out-of-memory', limit: 'SANDBOX_MEMORY_MB=1024' });
  expect(await sandbox.engineAnswers()).toBe(true);
  await removeContainersOf(engine, 'memory');
  expect((await build(sandbox, 'FROM debian:bookworm-slim\nRUN echo again')).kind).toBe('built');
  await fixture.pool.release(sandbox, 'discard');
});

test('the kernel limits a sandbox’s disk reads and writes', async () => {
  const host = connectEngine(fixture.env.DOCKER_SOCKET);
  const { State, HostConfig } = await host.getContainer(`dfm-sandbox-${canary.id}`).inspect();
  const [{ Path: device = '' } = {}] = HostConfig.BlkioDeviceWriteBps ?? [];
  expect(await runCommand('losetup', ['--noheadings', '--output', 'BACK-FILE', device])).toContain(
    join(fixture.env.DATA_DIR, 'sandboxes/disks/slot-'),
  );
  const number = (await runCommand('losetup', ['--noheadings', '--output', 'MAJ:MIN', device])).trim();
  const groups = (await readFile(`/proc/${State.Pid}/cgroup`, 'utf8'))
    .split('\n')
    .map((line) => line.split(':'));
  const [, , group = ''] = groups.find(([, controllers]) => controllers === 'blkio') ?? [];
  const [, , unified = ''] = groups.find(([, controllers]) => controllers === '') ?? [];
  const bytes = 200 * 1024 * 1024;
  if (group === '') {
    expect(await readFile(`/sys/fs/cgroup${unified}/io.max`, 'utf8')).toContain(
      `${number} rbps=${bytes} wbps=${bytes} riops=5000 wiops=5000`,
    );
    return;
  }
  for (const [file, rate] of [
    ['read_bps', bytes],
    ['write_bps', bytes],
    ['read_iops', 5_000],
    ['write_iops', 5_000],
  ]) {
    expect(await readFile(`/sys/fs/cgroup/blkio${group}/blkio.throttle.${file}_device`, 'utf8')).toBe(
      `${number} ${rate}\n`,
    );
  }
});
