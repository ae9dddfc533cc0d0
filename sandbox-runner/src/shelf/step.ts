import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../host/progress.ts';

/**
 * Does one step of a preparation unless it was done before from the same inputs. A step that was interrupted is done again.
 * @param inputs anything that identifies what the step is made from; a change of it redoes the step
 */
export async function step(doneDir: string, name: string, inputs: string, progress: Progress, work: () => Promise<void>): Promise<void> {
  const path = join(doneDir, name);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === inputs) {
    progress(name, 'already there');
    return;
  }
  await work();
  await mkdir(doneDir, { recursive: true });
  await writeFile(`${path}.new`, inputs);
  await rename(`${path}.new`, path);
  progress(name, 'done');
}
