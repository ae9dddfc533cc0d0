import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that a pod has in addition to those of the sandbox image. */
export const podFilesDir = join(import.meta.dirname, '../../../images/pod');

/** Version of the agent in the image of pods: a hash of its program, which the agent computes of itself. */
export async function agentVersion(): Promise<string> {
  return createHash('sha256')
    .update(await readFile(join(podFilesDir, 'agent')))
    .digest('hex');
}
