import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashInputs } from '../../host/input-hash.ts';

/** Files that a pod has in addition to those of the sandbox image. */
export const podFilesDir = join(import.meta.dirname, '../../../images/pod');

/**
 * The program of the agent as it is in the image of pods. It ends with a hash of all files of a pod, because
 * the agent reports the hash of its program as the version of the image.
 *
 * @param dir with the files of a pod
 */
export async function agentProgram(dir = podFilesDir): Promise<string> {
  const program = await readFile(join(dir, 'agent'), 'utf8');
  return `${program}# Files of this pod: ${await hashInputs([dir])}\n`;
}

/** What the agent of a pod with the files of this version reports. */
export async function agentVersion(dir = podFilesDir): Promise<string> {
  return createHash('sha256')
    .update(await agentProgram(dir))
    .digest('hex');
}
