import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';

export const EXERCISES = 40;
export const ATTEMPTS = 3;

/** A learner without an account. */
async function newVisitor(url: string): Promise<{ cookie: string; userId: string }> {
  const response = await fetch(`${url}/api/auth/sign-in/anonymous`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: '{}',
  });
  const cookie = response.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
  const { user } = (await response.json()) as { user: { id: string } };
  return { cookie, userId: user.id };
}

/** Creates a teacher with a session, and a class. */
export async function teacherOf(
  url: string,
  database: Client,
): Promise<{ cookie: string; cohortId: string }> {
  const { cookie, userId } = await newVisitor(url);
  await database.query(`UPDATE "user" SET is_anonymous = false WHERE id = $1`, [userId]);
  const [courseId, cohortId] = [randomUUID(), randomUUID()];
  await database.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
  await database.query(`INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, 'instructor')`, [
    courseId,
    userId,
  ]);
  await database.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code, late_percent_per_day, late_floor_percent)
     VALUES ($1, $2, 'Autumn', 'Europe/Berlin', 'code', 10, 50)`,
    [cohortId, courseId],
  );
  return { cookie, cohortId };
}

/** Fills the class with learners who all have attempts, on time and late, for all exercises. */
export async function fillClass(database: Client, cohortId: string, learners: number): Promise<void> {
  await database.query(
    `INSERT INTO "user" (id, name, email, updated_at)
     SELECT 'learner-' || n, 'Learner ' || n, 'learner-' || n || '@school.example', now() FROM generate_series(1, $1::int) AS n`,
    [learners],
  );
  await database.query(
    `INSERT INTO cohort_member (cohort_id, learner_id) SELECT $1, id FROM "user" WHERE id LIKE 'learner-%'`,
    [cohortId],
  );
  await database.query(
    `INSERT INTO assignment (cohort_id, kind, slug, due_at)
     SELECT $1, 'exercise', 'exercise-' || n, now() - interval '2 days' FROM generate_series(1, ${EXERCISES}) AS n`,
    [cohortId],
  );
  await database.query(
    `INSERT INTO submission (id, learner_id, exercise, files, created_at)
     SELECT gen_random_uuid(), learner_id, slug, '{}', now() - a * interval '20 hours'
     FROM cohort_member CROSS JOIN assignment CROSS JOIN generate_series(1, ${ATTEMPTS}) AS a`,
  );
  await database.query(
    `INSERT INTO run (id, submission_id, learner_id, exercise, state, queued_at, finished_at, result_status, score, passed)
     SELECT gen_random_uuid(), id, learner_id, exercise, 'done', created_at, created_at, 'graded', 40 + random() * 40, false
     FROM submission`,
  );
  await database.query('ANALYZE');
}
