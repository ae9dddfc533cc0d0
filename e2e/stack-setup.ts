import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root, startStack } from '../scripts/stack.ts';

/** Starts the whole product with an empty database of its own; the shelf and the sandbox image are the machine's. */
export default async function setUp(): Promise<() => Promise<void>> {
  const shared = process.env.DATA_DIR ?? join(root, '.data');
  const dataDir = await mkdtemp(join(shared, 'e2e-'));
  process.env.SHELF_DIR ??= join(shared, 'shelf');
  const stack = await startStack({ dataDir, port: 3400 });
  process.env.E2E_URL = stack.url;
  process.env.E2E_DATABASE_URL = stack.databaseUrl;
  process.env.E2E_DATA_DIR = dataDir;
  return async () => {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
