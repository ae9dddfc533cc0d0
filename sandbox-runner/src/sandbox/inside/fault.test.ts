import { expect, test } from 'vitest';
import { faultOf, type SandboxState } from './fault.ts';

const env = { SANDBOX_MEMORY_MB: 3072, SANDBOX_PIDS: 800, SANDBOX_DISK_MB: 8192 };
const room = { freeBytes: 1 << 30, freeInodes: 100_000 };
const healthy: SandboxState = {
  counters: { oomKills: 0, forksRefused: 0 },
  engineAnswers: true,
  oomKilled: false,
  disk: room,
  hostFreeBytes: 1 << 30,
};

test.each<[string, Partial<SandboxState>, string | undefined]>([
  ['a healthy sandbox', {}, undefined],
  ['a killed step', { counters: { oomKills: 1, forksRefused: 0 } }, 'out-of-memory'],
  [
    'the engine itself killed because memory ran out',
    { counters: undefined, oomKilled: true, engineAnswers: false },
    'out-of-memory',
  ],
  ['refused forks', { counters: { oomKills: 0, forksRefused: 3 } }, 'too-many-processes'],
  ['memory takes precedence over processes', { counters: { oomKills: 1, forksRefused: 3 } }, 'out-of-memory'],
  ['no bytes left', { disk: { ...room, freeBytes: 4096 } }, 'disk-full'],
  ['little but enough space left', { disk: { ...room, freeBytes: 17 * 1024 * 1024 } }, undefined],
  ['no inodes left', { disk: { ...room, freeInodes: 0 } }, 'disk-full'],
  [
    'a full host, whatever else happened',
    { hostFreeBytes: 255 << 20, counters: { oomKills: 1, forksRefused: 0 }, disk: { ...room, freeBytes: 0 } },
    'host-full',
  ],
  ['a host with little but enough space', { hostFreeBytes: 257 << 20 }, undefined],
  ['a silent engine', { engineAnswers: false }, 'engine-lost'],
  ['a container that has exited', { counters: undefined, engineAnswers: false }, 'engine-lost'],
])('%s: %#', (_name, change, kind) => {
  expect(faultOf({ ...healthy, ...change }, env)?.kind).toBe(kind);
});
