import { exerciseSchema, resultDocumentSchema, type CheckResult, type ResultDocument } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { judgeVariant, type Role } from './judge-variant.ts';

const variant = { id: 'a', title: 'A', caughtBy: ['root-user'], mayAlsoFail: ['size-budget'] };
const exercise = exerciseSchema.parse({
  version: 1,
  slug: 'demo',
  title: 'Demo',
  summary: 'A demo.',
  difficulty: 1,
  minutes: 5,
  editable: ['Dockerfile'],
  rubric: {
    items: [
      { check: 'root-user', points: 50, required: true },
      { check: 'size-budget', points: 50 },
    ],
  },
  wrong: [variant, { ...variant, id: 'b', status: 'build-failed' }, { ...variant, id: 'c' }],
});

const check = (id: string, status: CheckResult['status'], maxPoints = 50): CheckResult => ({
  id,
  axis: 'security',
  status,
  severity: 'error',
  points: 0,
  maxPoints,
  required: id === 'root-user',
  message: `${id} ${status}`,
  why: '',
  evidence: [],
  also: [],
});
function result(change: Partial<ResultDocument>): ResultDocument {
  const none = { score: 0, max: 0 };
  return resultDocumentSchema.parse({
    version: 1,
    exercise: 'demo',
    status: 'graded',
    passed: false,
    score: 50,
    headline: 'Headline.',
    axes: { build: none, size: none, cache: none, security: none, runtime: none },
    checks: [],
    replay: [],
    timings: { totalMs: 1 },
    notices: [],
    ...change,
  });
}

const solution: Role = { kind: 'solution' };
const starter: Role = { kind: 'starter' };
const wrong: Role = { kind: 'wrong', variant: exercise.wrong[0]! };
const unbuilt: Role = { kind: 'wrong', variant: exercise.wrong[1]! };
const failure = { phase: 'cold-build' as const, message: 'pip stopped.' };

test.each<[name: string, role: Role, change: Partial<ResultDocument>, defects: string[]]>([
  [
    'a solution that passes everything',
    solution,
    { passed: true, score: 100, checks: [check('root-user', 'pass'), check('size-budget', 'pass')] },
    [],
  ],
  [
    'a solution that passes with a warning',
    solution,
    { passed: true, score: 90, checks: [check('root-user', 'pass'), check('size-budget', 'warn')] },
    ['size-budget: warn. size-budget warn'],
  ],
  [
    'a solution with a check that was not measured',
    solution,
    { passed: true, checks: [check('root-user', 'pass'), check('size-budget', 'skipped')] },
    ['size-budget: skipped. size-budget skipped'],
  ],
  [
    'a solution with a check that a simulated GPU cannot decide',
    solution,
    {
      passed: true,
      checks: [check('root-user', 'pass'), { ...check('size-budget', 'skipped'), simulated: true }],
    },
    [],
  ],
  [
    'a solution whose check is missing',
    solution,
    { passed: true, checks: [check('root-user', 'pass')] },
    ['size-budget is in the rubric but not in the result'],
  ],
  [
    'a solution that fails no check but does not pass',
    solution,
    { checks: [check('root-user', 'pass'), check('size-budget', 'pass')] },
    ['does not pass: it has 50 points and needs 80'],
  ],
  [
    'a solution that does not build',
    solution,
    { status: 'build-failed', failure },
    ['ends with status build-failed: pip stopped.'],
  ],
  ['a starter that does not pass', starter, { checks: [check('root-user', 'fail')] }, []],
  ['a starter that does not build', starter, { status: 'build-failed', failure }, []],
  [
    'a starter that passes',
    starter,
    { passed: true, score: 85 },
    ['passes with 85 points, so a learner has nothing to do'],
  ],
  ['a wrong variant that is caught as declared', wrong, { checks: [check('root-user', 'fail')] }, []],
  [
    'a wrong variant with a declared consequence',
    wrong,
    { checks: [check('root-user', 'fail'), check('size-budget', 'fail')] },
    [],
  ],
  [
    'a wrong variant that also warns',
    wrong,
    { checks: [check('root-user', 'fail'), check('base-tag', 'warn')] },
    [],
  ],
  [
    'a wrong variant that passes',
    wrong,
    { passed: true, checks: [check('root-user', 'fail')] },
    ['passes with 50 points, although it is wrong'],
  ],
  [
    'a wrong variant with only a warning',
    wrong,
    { checks: [check('root-user', 'warn')] },
    ['should be caught by root-user, which has status warn: root-user warn'],
  ],
  [
    'a wrong variant whose check is missing',
    wrong,
    {},
    ['should be caught by root-user, which is not in the result'],
  ],
  [
    'a wrong variant that is caught for a different reason',
    wrong,
    { checks: [check('root-user', 'pass'), check('base-tag', 'fail')] },
    [
      'should be caught by root-user, which has status pass: root-user pass',
      'also fails base-tag, which is not listed in caughtBy or mayAlsoFail: base-tag fail',
    ],
  ],
  [
    'a wrong variant that is caught by a check without points',
    { kind: 'wrong', variant: { ...exercise.wrong[0]!, caughtBy: ['base-tag'] } },
    { checks: [check('base-tag', 'fail', 0)] },
    ['is caught by base-tag, which has no points in the rubric and is not required'],
  ],
  [
    'a wrong variant that ends with a different status',
    wrong,
    { status: 'build-failed', failure },
    ['ends with status build-failed instead of graded: pip stopped.'],
  ],
  ['a wrong variant that must not build', unbuilt, { status: 'build-failed', failure }, []],
  [
    'a wrong variant that must not build but does',
    unbuilt,
    { checks: [check('root-user', 'fail')] },
    ['ends with status graded instead of build-failed: Headline.'],
  ],
  [
    'a platform fault',
    wrong,
    { status: 'infrastructure', failure: { phase: 'sandbox', message: 'No sandbox.' } },
    ['could not be graded because of a platform fault: No sandbox.'],
  ],
])('%s', (_name, role, change, defects) =>
  expect(judgeVariant(exercise, role, result(change))).toEqual(defects),
);
