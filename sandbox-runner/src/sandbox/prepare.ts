import { connectEngine } from '../engine/connect.ts';
import type { RunnerEnv } from '../env.ts';
import type { Progress } from '../host/progress.ts';
import { loadAppArmorProfile } from './app-armor.ts';
import { buildSandboxImage } from './image.ts';
import { nodeIsolation } from './node-isolation.ts';
import { openDiskFolder } from './disk-folder.ts';
import { canMapOwners } from './disk-mounts.ts';
import { clearAbandoned, sandboxesDir } from './place.ts';
import { makeTemplate } from './template.ts';

/**
 * Builds what every sandbox starts from: the image of the engine and a disk with the shelf's base images. Skips what is there. Needs a prepared shelf.
 * @throws Error for the operator where this host cannot hold a sandbox
 */
export async function prepareSandboxImage(env: RunnerEnv, progress: Progress): Promise<void> {
  const host = connectEngine(env.DOCKER_SOCKET);
  await loadAppArmorProfile(progress);
  await nodeIsolation(host, env);
  const note = (text: string) => progress('sandbox disk', text);
  const folder = await openDiskFolder(sandboxesDir(env.DATA_DIR), note);
  try {
    await clearAbandoned(host, env.DATA_DIR);
    await canMapOwners(env, note);
    await buildSandboxImage(host, progress);
    await makeTemplate(host, env, folder.isOwnFileSystem ? 'direct' : 'buffered', progress);
  } finally {
    await folder.close();
  }
}
