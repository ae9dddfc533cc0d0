import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { HostRoom } from '../sandbox/host-room.ts';
import { nodeHealth } from './node-health.ts';

const healthWith = (room: HostRoom, kept = 0, gpuProblem?: string) =>
  nodeHealth({
    env: { DATA_DIR: tmpdir(), SHELF_DIR: '/nonexistent', HOST_DISK_RESERVE_MB: 512, HOST_INODES_RESERVE: 0 },
    host: { problems: async () => [] },
    template: { path: '' },
    pool: {
      room: async () => room,
      stats: () => ({ warm: 0, kept, busy: 0, waiting: 0, making: 0, max: 2 }) as never,
    },
    leak: undefined,
    gpuProblem,
  });
const noSpace = { freeBytes: 2 ** 20, neededBytes: 2 ** 30, isEnough: false };

test('an operator reads how much disk space is missing', async () => {
  const { reasons } = await healthWith(noSpace);
  expect(reasons).toContainEqual(expect.stringMatching(/^The disk of .* has 1 MiB left; .* needs 1,024 MiB/));
});

test('an operator reads what is missing instead of disk space', async () => {
  const { reasons } = await healthWith({ ...noSpace, shortage: 'The cluster has no room: exceeded quota' });
  expect(reasons).toContain('The cluster has no room: exceeded quota');
  expect(reasons.join()).not.toContain('The disk of');
});

test('idle sandboxes give their room', async () => {
  const { reasons } = await healthWith({ ...noSpace, shortage: 'The cluster has no room' }, 1);
  expect(reasons).not.toContain('The cluster has no room');
});

test('pods without the GPU that they should have are a reason', async () => {
  const room = { freeBytes: 0, neededBytes: 0, isEnough: true };
  expect((await healthWith(room, 0, 'No pod got a usable GPU')).reasons).toContain('No pod got a usable GPU');
  expect((await healthWith(room)).reasons.join()).not.toContain('GPU');
});
