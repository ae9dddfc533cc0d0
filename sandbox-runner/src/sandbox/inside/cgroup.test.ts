import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cgroupFiles, readCounters, readCpuMs } from './cgroup.ts';

test.each([
  [
    'version 1',
    '12:pids:/docker/abc\n9:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n0::/\n',
    {
      memory: '/cg/memory/docker/abc/memory.oom_control',
      pids: '/cg/pids/docker/abc/pids.events',
      procs: '/cg/memory/docker/abc/cgroup.procs',
      cpu: '/cg/cpuacct/docker/abc/cpuacct.usage',
    },
  ],
  [
    'version 2',
    '0::/system.slice/docker-abc.scope\n',
    {
      memory: '/cg/system.slice/docker-abc.scope/memory.events',
      pids: '/cg/system.slice/docker-abc.scope/pids.events',
      procs: '/cg/system.slice/docker-abc.scope/cgroup.procs',
      cpu: '/cg/system.slice/docker-abc.scope/cpu.stat',
    },
  ],
  ['a process that has ended', '', undefined],
])('finds the files of %s', (_name, table, files) => {
  expect(cgroupFiles(table, '/cg')).toEqual(files);
});

test.each([
  ['version 1', 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n', 'max 7\n', { oomKills: 3, forksRefused: 7 }],
  [
    'version 2',
    'low 0\nhigh 0\nmax 12\noom 5\noom_kill 2\noom_group_kill 1\n',
    'max 0\n',
    { oomKills: 2, forksRefused: 0 },
  ],
])('reads the counters of %s', async (_name, memory, pids, counters) => {
  const dir = await mkdtemp(join(tmpdir(), 'cgroup-'));
  const files = { memory: join(dir, 'memory'), pids: join(dir, 'pids') };
  await writeFile(files.memory, memory);
  await writeFile(files.pids, pids);
  expect(await readCounters(files)).toEqual(counters);
  await rm(dir, { recursive: true });
  expect(await readCounters(files)).toBeUndefined();
});

test.each([
  ['version 1', '2500000000\n', 2_500],
  ['version 2', 'usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\n', 2_500],
])('reads the processor time of %s', async (_name, text, ms) => {
  const dir = await mkdtemp(join(tmpdir(), 'cgroup-'));
  const cpu = join(dir, 'cpu');
  await writeFile(cpu, text);
  expect(await readCpuMs({ cpu })).toBe(ms);
  await rm(dir, { recursive: true });
  expect(await readCpuMs({ cpu })).toBeUndefined();
});
