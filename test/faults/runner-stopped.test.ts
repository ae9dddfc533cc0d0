import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visitor, newLearner } from '../site/site.ts';
import { FaultBed } from './fault-bed.ts';
import { note } from './fault-record.ts';
import { openFaultSite } from './fault-site.ts';
import { until } from './until.ts';

let bed: FaultBed;
let learner: Visitor;

beforeAll(async () => {
  bed = new FaultBed(await openFaultSite());
  await bed.prepare();
  learner = await newLearner();
});
afterAll(() => bed.close());

/** Calls `strike` once, when a runner reports that a phase has started. @returns the time of the call */
function inPhase(phase: string, strike: () => void): { at: number | undefined } {
  const struck: { at: number | undefined } = { at: undefined };
  bed.site.watch = async (call) => {
    if (
      struck.at === undefined &&
      (call.events ?? []).some(
        (event) => event.type === 'phase' && event.phase === phase && event.state === 'started',
      )
    ) {
      struck.at = performance.now();
      strike();
    }
    return 'continue';
  };
  return struck;
}

const secondsSince = ({ at }: { at: number | undefined }) => (performance.now() - (at ?? 0)) / 1_000;

test('a runner that is paused beyond its timeout and continued: its late reports are rejected, and its sandbox is removed', async (context) => {
  const paused = bed.runner('paused');
  await paused.waitForLog('runner ready');
  const struck = inPhase('cold-build', () => paused.signal('SIGSTOP'));
  const runId = await bed.submit(learner);
  await until('the pause', () => struck.at);
  const other = bed.runner('other');
  const result = await bed.verdict(learner, runId);
  const seconds = secondsSince(struck);
  expect(result.status).toBe('graded');

  paused.signal('SIGCONT');
  await paused.waitForLog('run dropped');
  expect(paused.lines.find((line) => line.includes('run dropped'))).toContain('stale-fence');
  const { grades, fence } = await bed.record(runId);
  await paused.stop();
  const leaks = await bed.leaks([other]);
  await other.stop();
  note(context, {
    case: 45,
    what: 'runner paused beyond its time, then continued',
    tries: 1,
    grades,
    leaks,
    seconds: [seconds],
  });
  expect({ grades, fence, leaks }).toEqual({ grades: 1, fence: 2, leaks: 0 });
});

test('SIGTERM in the middle of a run: the run is finished, nothing is claimed, and the runner exits', async (context) => {
  const runner = bed.runner('draining', { RUNNER_DRAIN_SECONDS: '120' });
  await runner.waitForLog('runner ready');
  const struck = inPhase('cold-build', () => runner.signal('SIGTERM'));
  const runId = await bed.submit(learner);
  const result = await bed.verdict(learner, runId);
  const seconds = secondsSince(struck);
  const later = await bed.submit(learner);
  await runner.ended;
  expect([result.status, (await bed.record(later)).fence]).toEqual(['graded', 0]);
  const leaks = await bed.leaks([]);
  const { grades, fence } = await bed.record(runId);
  note(context, {
    case: 50,
    what: 'SIGTERM in the middle of a run: drained',
    tries: 1,
    grades,
    leaks,
    seconds: [seconds],
  });
  expect({ grades, fence, leaks }).toEqual({ grades: 1, fence: 1, leaks: 0 });
  await bed.site.clear('run', 'submission');
});

test('SIGTERM, and the drain time ends before the run: the run goes to another runner', async (context) => {
  const runner = bed.runner('hurried', { RUNNER_DRAIN_SECONDS: '1' });
  await runner.waitForLog('runner ready');
  const struck = inPhase('cold-build', () => runner.signal('SIGTERM'));
  // Takes longer than the drain time, and than the other attempt.
  const runId = await bed.submit(
    learner,
    'FROM python:3.11-slim-bookworm\nRUN sleep 6\nCOPY app.py .\nCMD ["python", "app.py"]\n',
  );
  await until('the signal', () => struck.at);
  await runner.ended;
  expect(await bed.leaks([])).toBe(0);
  const other = bed.runner('other');
  expect((await bed.verdict(learner, runId)).status).toBe('graded');
  const seconds = secondsSince(struck);
  const leaks = await bed.leaks([other]);
  await other.stop();
  const { grades, fence } = await bed.record(runId);
  note(context, {
    case: 50,
    what: 'SIGTERM in the middle of a run: given back',
    tries: 1,
    grades,
    leaks,
    seconds: [seconds],
  });
  expect({ grades, fence, leaks }).toEqual({ grades: 1, fence: 2, leaks: 0 });
});
