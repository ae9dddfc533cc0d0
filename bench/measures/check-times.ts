import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { checkStatic } from '@dfm/grading';
import { root } from '../../launcher/stack.ts';

/** The text of every Dockerfile in this repository's exercises and test data. */
export async function knownDockerfiles(): Promise<string[]> {
  const texts: string[] = [];
  for await (const path of glob(
    ['content/exercises/**/Dockerfile', 'sandbox-runner/test-data/**/Dockerfile'],
    { cwd: root },
  ))
    texts.push(await readFile(join(root, path), 'utf8'));
  return texts;
}

/**
 * Milliseconds to parse and check each Dockerfile of this repository, repeatedly. The first round is a
 * warm-up and not counted.
 */
export async function checkMs(repetitions: number): Promise<number[]> {
  const texts = await knownDockerfiles();
  const samples: number[] = [];
  for (let round = 0; round <= repetitions; round++) {
    for (const text of texts) {
      const started = performance.now();
      checkStatic({ dockerfile: parseDockerfile(text), context: undefined });
      if (round > 0) samples.push(performance.now() - started);
    }
  }
  return samples;
}
