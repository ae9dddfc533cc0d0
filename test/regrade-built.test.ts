import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideRegrade } from '../lib/regrade/decide.ts';
import { judgeWaiting } from '../lib/regrade/judge.ts';
import { startRegrade } from '../lib/regrade/start.ts';
import { cohortAccess } from '../lib/teaching/access.ts';
import { exerciseAttempts } from '../lib/teaching/exercise-attempts.ts';
import { FaultBed } from './faults/fault-bed.ts';
import { openFaultSite } from './faults/fault-site.ts';
import { until } from './faults/until.ts';
import { newLearner } from './site/site.ts';

const exercise = 'small-service';
let bed: FaultBed;

beforeAll(async () => {
  bed = new FaultBed(await openFaultSite());
  await bed.prepare();
  await bed.runner('one', { SANDBOX_MAX: '1' }).waitForLog('runner ready');
});
afterAll(() => bed.close());

test('a stored submission is built again by a runner, and counts with what it measured', async () => {
  const learner = await newLearner();
  const runId = await bed.submit(learner);
  const { score } = await bed.verdict(learner, runId);
  const [courseId, cohortId] = [randomUUID(), randomUUID()];
  await bed.site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
  await bed.site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $2, 'Autumn', 'UTC', 'x')`,
    [cohortId, courseId],
  );
  await bed.site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', $2)`, [
    cohortId,
    exercise,
  ]);
  await bed.site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [
    cohortId,
    learner.id,
  ]);
  // As an older rubric gave it.
  await bed.site.query('UPDATE run SET score = 1 WHERE id = $1', [runId]);
  const account = { id: learner.id, name: '', email: '', isAdmin: true };
  const access = await cohortAccess(account, cohortId, 'manage');
  const id = await startRegrade(access, { exercise, note: 'The points were wrong', buildsAll: true });
  await until('a new result', async () => {
    await judgeWaiting();
    const [item] = await bed.site.query<{ score: number | null }>('SELECT score FROM regrade_item');
    return item?.score ?? undefined;
  });
  await decideRegrade(access, id, 'apply');
  const attempts = await exerciseAttempts([learner.id], [exercise], cohortId);
  expect(attempts.get(learner.id)?.get(exercise)).toMatchObject([
    { id: runId, outcome: { state: 'graded', score } },
  ]);
});
