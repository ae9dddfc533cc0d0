import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueFacts } from '../../lib/operator/queue-facts.ts';
import { attemptsOf } from '../../lib/runs/queries.ts';
import { type Visitor, newLearner } from '../site/site.ts';
import { FaultBed } from './fault-bed.ts';
import { note } from './fault-record.ts';
import { openFaultSite } from './fault-site.ts';
import { until } from './until.ts';

const attemptsMax = 2;
let bed: FaultBed;
let learner: Visitor;

beforeAll(async () => {
  bed = new FaultBed(await openFaultSite({ RUN_ATTEMPTS_MAX: String(attemptsMax) }));
  await bed.prepare();
  learner = await newLearner();
});
afterAll(() => bed.close());

test('a run that kills every runner ends as a platform fault, stays ended, and is shown to the operator', async (context) => {
  let deaths = 0;
  let runner = bed.runner('runner-1');
  bed.site.watch = async (call) => {
    if (
      !call.answered &&
      (call.events ?? []).some(
        (event) => event.type === 'phase' && event.phase === 'cold-build' && event.state === 'started',
      )
    ) {
      await runner.kill();
      deaths += 1;
      runner = bed.runner(`runner-${deaths + 1}`);
      return 'drop';
    }
    return 'continue';
  };
  await runner.waitForLog('runner ready');
  const started = performance.now();
  const runId = await bed.submit(learner);
  const result = await bed.verdict(learner, runId);
  const seconds = (performance.now() - started) / 1_000;
  expect(result).toMatchObject({
    status: 'infrastructure',
    passed: false,
    score: 0,
    failure: {
      message: `Our runner reported no result, ${attemptsMax} times in a row: it stopped responding, or the site refused what it reported. This run is not counted. Run it again. If it happens again, tell your instructor.`,
    },
  });
  expect((await attemptsOf(learner.id, 'small-service')).map(({ outcome }) => outcome?.status)).toEqual([
    'infrastructure',
  ]);
  expect((await queueFacts()).faults).toMatchObject([
    { runId, attempts: attemptsMax, exercise: 'small-service' },
  ]);

  // The healthy runner gets the learner's next run, and not this one again.
  bed.site.watch = async () => 'continue';
  const next = await bed.submit(learner);
  expect((await bed.verdict(learner, next)).status).toBe('graded');
  expect([deaths, bed.site.swept]).toEqual([attemptsMax, { requeued: attemptsMax - 1, ended: 1 }]);
  await until('the last runner', () => runner.lines.find((line) => line.includes('run finished')));
  const leaks = await bed.leaks([runner]);
  const { grades } = await bed.record(runId);
  note(context, {
    case: 48,
    what: `a run that kills every runner: given up after ${attemptsMax}`,
    tries: 1,
    grades,
    leaks,
    seconds: [seconds],
  });
  expect({ grades, leaks }).toEqual({ grades: 1, leaks: 0 });
});
