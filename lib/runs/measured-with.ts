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
  const texts = checks.filter(judgesText).map(({ meta }) => meta.id);
  // Checks of the text are left out, because they are evaluated again anyway.
  const code = await perProcess('digest of what measures', () => digestOfCode(texts));
  return digest([code, measuredPart(exercise), starter]);
}

/**
 * Digest of everything that determines the verdict about some files: the exercise without the texts around
 * it, the files, and all code that judges. If it is the same as that of an earlier verdict, so is the
 * answer.
 *
 * @param files complete build context
 */
export async function judgedWith(exercise: Exercise, files: readonly ContextFile[]): Promise<string> {
  const {
    title: _title,
    summary: _summary,
    minutes: _minutes,
    hints: _hints,
    tags: _tags,
    lesson: _lesson,
    ...rest
  } = exercise;
  const code = await perProcess('digest of what judges', () => digestOfCode([]));
  return digest([code, rest, files]);
}

const digest = (what: unknown) => createHash('sha256').update(JSON.stringify(what)).digest('hex');

/** @param left IDs of checks that are left out. Tests are always. */
async function digestOfCode(left: readonly string[]): Promise<string> {
  const texts = new Set(left);
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
