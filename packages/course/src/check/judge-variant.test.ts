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
    'a solution whose check is missing',
    solution,
    { passed: true, checks: [check('root-user', 'pass')] },
    ['size-budget is in the rubric and not in the result'],
  ],
  [
    'a solution that fails nothing and does not pass',
    solution,
    { checks: [check('root-user', 'pass'), check('size-budget', 'pass')] },
    ['does not pass: 50 points, 80 are wanted'],
  ],
  [
    'a solution that does not build',
    solution,
    { status: 'build-failed', failure },
    ['ends as build-failed: pip stopped.'],
  ],
  ['a starter that does not pass', starter, { checks: [check('root-user', 'fail')] }, []],
  ['a starter that does not build', starter, { status: 'build-failed', failure }, []],
  [
    'a starter that passes',
    starter,
    { passed: true, score: 85 },
    ['passes with 85 points: a learner has nothing to do'],
  ],
  ['a wrong variant caught as declared', wrong, { checks: [check('root-user', 'fail')] }, []],
  [
    'one with a declared consequence',
    wrong,
    { checks: [check('root-user', 'fail'), check('size-budget', 'fail')] },
    [],
  ],
  ['one that also warns', wrong, { checks: [check('root-user', 'fail'), check('base-tag', 'warn')] }, []],
  [
    'one that passes',
    wrong,
    { passed: true, checks: [check('root-user', 'fail')] },
    ['passes with 50 points, though it is wrong'],
  ],
  [
    'one that is only warned of',
    wrong,
    { checks: [check('root-user', 'warn')] },
    ['is to be caught by root-user, which says warn: root-user warn'],
  ],
  ['one whose check is not there', wrong, {}, ['is to be caught by root-user, which is not in the result']],
  [
    'one caught for another reason',
    wrong,
    { checks: [check('root-user', 'pass'), check('base-tag', 'fail')] },
    [
      'is to be caught by root-user, which says pass: root-user pass',
      'also fails base-tag, which is declared neither in caughtBy nor in mayAlsoFail: base-tag fail',
    ],
  ],
  [
    'one caught by a check that counts for nothing',
    { kind: 'wrong', variant: { ...exercise.wrong[0]!, caughtBy: ['base-tag'] } },
    { checks: [check('base-tag', 'fail', 0)] },
    ['is caught by base-tag, which counts for nothing in the rubric'],
  ],
  [
    'one that ends otherwise',
    wrong,
    { status: 'build-failed', failure },
    ['ends as build-failed and not as graded: pip stopped.'],
  ],
  ['one that is meant not to build', unbuilt, { status: 'build-failed', failure }, []],
  [
    'one that is meant not to build and does',
    unbuilt,
    { checks: [check('root-user', 'fail')] },
    ['ends as graded and not as build-failed: Headline.'],
  ],
  [
    'a fault of the platform',
    wrong,
    { status: 'infrastructure', failure: { phase: 'sandbox', message: 'No sandbox.' } },
    ['could not be graded, which says nothing about the content: No sandbox.'],
  ],
])('%s', (_name, role, change, defects) =>
  expect(judgeVariant(exercise, role, result(change))).toEqual(defects),
);
