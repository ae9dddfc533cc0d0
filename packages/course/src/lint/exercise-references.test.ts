import { join } from 'node:path';
import type { Exercise } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import { expect, test } from 'vitest';
import { exerciseReferenceProblems } from './exercise-references.ts';
import { readLintRules } from './lint-content.ts';

const contentRoot = join(import.meta.dirname, '../../../../content');
const { targets } = await readLintRules(contentRoot);
const { exercise } = await loadExercise(contentRoot, 'non-root');

const graded = (caughtBy: string[], status: Exercise['wrong'][number]['status'] = 'graded') => ({
  wrong: [{ id: 'a', title: 'A', caughtBy, mayAlsoFail: [], status }],
});
/** `builds` is added to a rubric without an item on the build axis. */
const withoutBuild = {
  rubric: { passScore: 80, items: [{ check: 'root-user', points: 90, required: true, options: {} }] },
};

test.each<[name: string, change: Partial<Exercise>, problems: string[]]>([
  ['a lesson that does not exist', { lesson: 'layer' }, ['lesson: there is no lesson layer']],
  [
    'a check that the rubric lacks',
    { ...graded(['root-user', 'layer-count']) },
    ['a cannot be caught by layer-count, which is not in the rubric'],
  ],
  ['near miss: a lesson that exists', { lesson: 'layers-and-copy-on-write' }, []],
  ['near miss: a check of the rubric', graded(['root-user']), []],
  ['near miss: a secret, which fails every run', graded(['secret-in-layer']), []],
  [
    'near miss: builds, which is added to a rubric without it',
    { ...graded(['builds']), ...withoutBuild },
    [],
  ],
  ['near miss: a variant that is not graded', graded(['layer-count'], 'build-failed'), []],
  ['near miss: a check that does not exist, which is reported as such', graded(['rootuser']), []],
])('%s', (_name, change, problems) => {
  const found = exerciseReferenceProblems({ ...exercise, ...change }, targets);
  expect(found.map(({ message }) => message)).toEqual(problems);
});
