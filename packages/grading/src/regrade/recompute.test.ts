import type { Exercise, Rubric } from '@dfm/contracts';
import { expect, test } from 'vitest';
import type { Evidence } from '../evidence/evidence.ts';
import { grade } from '../grade.ts';
import { evidenceOf, exercise, item, job, wasteful } from '../testing/sample-run.ts';
import { ungraded } from '../ungraded.ts';
import { measuredPart } from './measured-part.ts';
import { recompute } from './recompute.ts';

const rest = { timings: { totalMs: 1 }, engine: undefined, notices: ['A stand-in base.'] };
const before = [
  item('edit-keeps-deps', 20, { required: true }),
  item('size-budget', 30, { options: { maxMb: 26 } }),
  item('predict-smoke', 20),
  item('root-user', 10),
  item('copy-all-before-deps', 10),
];
const commented = `# dfm ignore-file=metadata-copy,pip-pin we know\n${wasteful}`;

const graded = (of: Exercise, evidence: Evidence) => grade({ exercise: of, evidence, ...rest });
const recomputed = (now: Exercise, evidence: Evidence, old = exercise(before)) =>
  recompute({
    exercise: now,
    stored: graded(old, evidence),
    dockerfile: evidence.dockerfile,
    context: evidence.context,
  });
const changed = (check: string, change: Partial<Rubric['items'][number]>) =>
  before.map((one) => (one.check === check ? { ...one, ...change } : one));

const evidences: [string, Evidence][] = [
  ['a service', evidenceOf(wasteful)],
  // Its trace is that of the file without the comment, which does not matter here.
  ['ignore comments', evidenceOf(commented)],
  ['no image', evidenceOf(wasteful, { image: undefined })],
];

const corrections: [string, Rubric['items'], passScore?: number][] = [
  ['nothing', before],
  ['more points', changed('edit-keeps-deps', { points: 60 })],
  ['fewer points, with a share of them', changed('size-budget', { points: 12 })],
  ['no points', changed('predict-smoke', { points: 0 })],
  ['required', changed('root-user', { required: true })],
  ['no longer required', changed('edit-keeps-deps', { required: false })],
  ['a different axis', changed('root-user', { axis: 'runtime' })],
  ['a lower pass score', changed('edit-keeps-deps', { required: false }), 30],
  ['a check of the text less', before.filter(({ check }) => check !== 'copy-all-before-deps')],
  ['a check of the text more', [...before, item('pip-pin', 10)]],
  ['an axis, on which a check is added otherwise', changed('root-user', { axis: 'build' })],
  ['a check of the text with options', [...before, item('base-digest', 10, { options: { strict: true } })]],
];

test.each(
  corrections.flatMap(([name, items, passScore]) =>
    evidences.map(([of, evidence]) => ({ name, of, now: exercise(items, passScore), evidence })),
  ),
)('$name, of $of: the same document as if it were graded now', ({ now, evidence }) => {
  expect(measuredPart(now)).toEqual(measuredPart(exercise(before)));
  expect(recomputed(now, evidence)).toEqual(graded(now, evidence));
});

test('the headline keeps how far a job got', () => {
  const evidence = evidenceOf(wasteful);
  job([false, 5])(evidence);
  const now = exercise(changed('edit-keeps-deps', { points: 1, required: false }));
  expect(recomputed(now, evidence)!.headline).toMatch(/^Builds, but does not complete its task\. /);
  expect(recomputed(now, evidence)).toEqual(graded(now, evidence));
});

test.each<[string, Exercise, same: boolean]>([
  ['a different title', { ...exercise(before), title: 'B' }, true],
  ['a different hint', { ...exercise(before), hints: ['Look at line 3.'] }, true],
  ['different points', exercise(changed('root-user', { points: 5 })), true],
  ['a different order', exercise(before.toReversed()), true],
  [
    'different options of a check of the text',
    exercise(changed('copy-all-before-deps', { options: { strict: true } })),
    true,
  ],
  ['different options of a measurement', exercise(changed('size-budget', { options: { maxMb: 27 } })), false],
  ['a measurement less', exercise(before.slice(1)), false],
  ['a measurement more', exercise([...before, item('sigterm-clean', 5)]), false],
  ['a different probe', { ...exercise(before), run: { ...exercise(before).run!, readyPath: '/up' } }, false],
  ['a different scenario', { ...exercise(before), scenarios: exercise(before).scenarios.slice(1) }, false],
  ['a different limit', { ...exercise(before), limits: { ...exercise(before).limits, imageMib: 1 } }, false],
])('%s: the same measurements: %s', (_name, now, same) => {
  if (same) expect(measuredPart(now)).toEqual(measuredPart(exercise(before)));
  else expect(measuredPart(now)).not.toEqual(measuredPart(exercise(before)));
});

test.each<[string, Rubric['items'], Rubric['items']]>([
  ['points for a measurement that had none', changed('size-budget', { points: 0 }), before],
  ['a measurement that is not in the result', before.slice(1), before],
  ['whether it builds, which had no points', changed('root-user', { axis: 'build' }), before],
])('%s: has to be built again', (_name, old, now) => {
  expect(recomputed(exercise(now), evidenceOf(wasteful), exercise(old))).toBeUndefined();
});

const leaked = (): Evidence => {
  const evidence = evidenceOf(wasteful);
  evidence.image!.config.env = ['HF_TOKEN=hf_abcdefghijklmnopqrstuvwxyzABCDEF12'];
  return evidence;
};

test('a secret that may be why a check is required: has to be built again, unless the rubric requires it', () => {
  const old = exercise([item('secret-in-history', 10, { required: true }), item('predict-smoke', 90)]);
  const stored = graded(old, evidenceOf(wasteful));
  const failing = {
    ...stored,
    checks: stored.checks.map((check) =>
      check.id === 'secret-in-history' ? { ...check, status: 'fail' as const, points: 0 } : check,
    ),
  };
  const { dockerfile, context } = evidenceOf(wasteful);
  const again = (required: boolean) =>
    recompute({
      exercise: exercise([item('secret-in-history', 10, { required }), item('predict-smoke', 90)]),
      stored: failing,
      dockerfile,
      context,
    });
  expect(again(false)).toBeUndefined();
  expect(again(true)).toMatchObject({ passed: false, score: 91 });
});

test('a secret that fails a run of a rubric without it still does', () => {
  const evidence = leaked();
  const now = exercise(changed('edit-keeps-deps', { points: 1, required: false }), 1);
  expect(recomputed(now, evidence)).toEqual(graded(now, evidence));
});

test('what did not build still has no points, and its findings are those of the text', () => {
  const { dockerfile, context } = evidenceOf(wasteful);
  const end = (of: Exercise) =>
    ungraded({
      exercise: of,
      status: 'build-failed',
      failure: { phase: 'cold-build', line: 4, message: 'pip found no such package.' },
      timings: { totalMs: 1 },
      evidence: { dockerfile, context },
    });
  const now = exercise([...before, item('pip-pin', 10)]);
  expect(recompute({ exercise: now, stored: end(exercise(before)), dockerfile, context })).toEqual(end(now));
});
