import 'server-only';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContextFile, Exercise } from '@dfm/contracts';
import { checks, judgesText, measuredPart } from '@dfm/grading';
import { perProcess } from '../platform/per-process.ts';

/** Source code that decides what is measured and how it is judged. */
const folders = [
  'packages/dockerfile/src',
  'packages/grading/src',
  'packages/image/src',
  ...['clock', 'engine', 'gpu', 'runs', 'sandbox', 'submission'].map((part) => `sandbox-runner/src/${part}`),
];

/**
 * Digest of everything that determines the measurements of a submission: the measured part of the exercise,
 * its files, and the code. If it is the same as that of a stored result, a new build would measure the same.
 */
export async function measuredWith(exercise: Exercise, starter: readonly ContextFile[]): Promise<string> {
  const code = await perProcess('digest of the code', digestOfCode);
  return createHash('sha256')
    .update(JSON.stringify([code, measuredPart(exercise), starter]))
    .digest('hex');
}

/** Checks of the text are left out, because they are evaluated again anyway, and so are tests. */
async function digestOfCode(): Promise<string> {
  const texts = new Set(checks.filter(judgesText).map(({ meta }) => meta.id));
  const isCounted = (path: string) => {
    const [, check] = /packages\/grading\/src\/checks\/([^/]+)\//.exec(path) ?? [];
    return !/\.test\.ts$|\/cases\.ts$|\/testing\//.test(path) && (check === undefined || !texts.has(check));
  };
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = await readdir(join(process.cwd(), folder), { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    for (const path of paths.filter(isCounted).sort())
      hash.update(path.slice(process.cwd().length)).update(await readFile(path));
  }
  return hash.digest('hex');
}
