import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../host/progress.ts';

/**
 * Does one step of a preparation unless it was done before from the same inputs. A step that was interrupted
 * is done again.
 *
 * @param inputs anything that identifies what the step is made from; a change of it redoes the step
 */
export async function step(
  doneDir: string,
  name: string,
  inputs: string,
  progress: Progress,
  work: () => Promise<void>,
): Promise<void> {
  if (await isDone(doneDir, name, inputs)) {
    progress(name, 'already there');
    return;
  }
  await work();
  const path = join(doneDir, name);
  await mkdir(doneDir, { recursive: true });
  await writeFile(`${path}.new`, inputs);
  await rename(`${path}.new`, path);
  progress(name, 'done');
}

/** Whether `step` would skip this one. */
export async function isDone(doneDir: string, name: string, inputs: string): Promise<boolean> {
  return (await readFile(join(doneDir, name), 'utf8').catch(() => undefined)) === inputs;
}
