import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanUps } from '../launcher/clean-ups.ts';
import { root, startStack } from '../launcher/stack.ts';

/**
 * Starts the complete product with an empty database. The shelf and the sandbox image are those of the
 * machine.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const shared = process.env.DATA_DIR ?? join(root, '.data');
  await mkdir(shared, { recursive: true });
  const stateDir = await mkdtemp(join(shared, 'e2e-'));
  // Every test is a new learner who never comes back. Keeping their sandboxes would only fill the disk.
  process.env.SANDBOX_MAX ??= '4';
  // All learners come from this machine.
  process.env.LEARNERS_PER_NETWORK_PER_HOUR ??= '1000000';
  // A test corrects an exercise.
  process.env.CONTENT_DIR = join(stateDir, 'content');
  await cp(join(root, 'content'), process.env.CONTENT_DIR, { recursive: true });
  const cleanUps = new CleanUps();
  const stack = await startStack(cleanUps, { dataDir: shared, stateDir, port: 3400 });
  await stack.prepared;
  process.env.E2E_URL = stack.url;
  process.env.E2E_DATABASE_URL = stack.databaseUrl;
  process.env.E2E_STATE_DIR = stateDir;
  return async () => {
    await cleanUps.run();
    await rm(stateDir, { recursive: true, force: true });
  };
}
