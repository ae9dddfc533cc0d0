import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../host/progress.ts';

/**
 * Does one step of a preparation unless it was done before with the same inputs. An interrupted step is
 * repeated.
 *
 * @param inputs identifies the inputs of the step, which is repeated if they change
 */
export async function step(
  doneDir: string,
  name: string,
  inputs: string,
  progress: Progress,
  work: () => Promise<void>,
): Promise<void> {
  if (await isDone(doneDir, name, inputs)) {
    progress(name, 'already done');
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
