import { beforeAll } from 'vitest';
import { prepareSandboxImage } from '../src/preparation/prepare.ts';
import { openDockerBackend } from '../src/sandbox/docker/docker-backend.ts';
import { backendContract } from '../src/sandbox/testing/backend-contract.ts';
import { prepareShelf } from '../src/shelf/prepare.ts';
import { testEnv } from './sandbox-fixture.ts';

beforeAll(async () => {
  await prepareShelf(testEnv(), () => {});
  await prepareSandboxImage(testEnv(), () => {});
});

/** More space than any disk has. */
const exabyteInMb = '1000000000000';

backendContract('Docker', async (room) =>
  openDockerBackend(testEnv(room === 'none' ? { HOST_DISK_RESERVE_MB: exabyteInMb } : {}), 'bases', () => {}),
);
