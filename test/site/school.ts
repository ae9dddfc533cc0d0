/** People and classes, as rows of the database. */
import { randomUUID } from 'node:crypto';
import type { Account } from '../../lib/auth/session.ts';
import { type Site, type Visitor, newLearner } from './site.ts';

/** Creates an account that is not signed in. */
export async function newAccount(site: Site, name: string, isAdmin = false): Promise<Account> {
  const account = { id: randomUUID(), name, email: `${name.toLowerCase()}@school.example`, isAdmin };
  await site.query(
    `INSERT INTO "user" (id, name, email, is_admin, updated_at) VALUES ($1, $2, $3, $4, now())`,
    [account.id, account.name, account.email, isAdmin],
  );
  return account;
}

/** Creates an account that is signed in. */
export async function newSignedIn(site: Site, name: string, isAdmin = false): Promise<Visitor> {
  const visitor = await newLearner();
  await site.query(
    'UPDATE "user" SET is_anonymous = false, name = $2, email = $3, is_admin = $4 WHERE id = $1',
    [visitor.id, name, `${name.toLowerCase()}@school.example`, isAdmin],
  );
  return visitor;
}

/**
 * Creates a course with one class.
 *
 * @param staff roles by account ID
 */
export async function newCohort(
  site: Site,
  staff: Readonly<Record<string, string>>,
  timeZone = 'UTC',
): Promise<string> {
  const [courseId, cohortId] = [randomUUID(), randomUUID()];
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
  for (const [userId, role] of Object.entries(staff))
    await site.query(`INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, $3::staff_role)`, [
      courseId,
      userId,
      role,
    ]);
  await site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1::text, $2, 'Autumn', $3, $1::text)`,
    [cohortId, courseId, timeZone],
  );
  return cohortId;
}

export async function join(
  site: Site,
  cohortId: string,
  learnerId: string,
  group: string | null = null,
): Promise<void> {
  await site.query('INSERT INTO cohort_member (cohort_id, learner_id, group_name) VALUES ($1, $2, $3)', [
    cohortId,
    learnerId,
    group,
  ]);
}
