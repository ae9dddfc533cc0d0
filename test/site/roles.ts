/** A class with someone in every role, for the tables of who may do what. */
import { randomUUID } from 'node:crypto';
import { makeLink } from '../../lib/accounts/one-time-link.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { newJoinCode } from '../../lib/teaching/join-code.ts';
import { join, newAccount, newCohort } from './school.ts';
import { type Site, type Visitor, newLearner, runner, submitted } from './site.ts';

export const roles = [
  'nobody',
  'anonymous',
  'outsider',
  'learner',
  'other staff',
  'author',
  'assistant',
  'instructor',
  'admin',
] as const;
export type Role = (typeof roles)[number];

export const everyone: readonly Role[] = [...roles];
export const accounts = roles.slice(2);
export const staff: readonly Role[] = ['author', 'assistant', 'instructor', 'admin'];
export const seeWork: readonly Role[] = ['assistant', 'instructor', 'admin'];
export const manage: readonly Role[] = ['instructor', 'admin'];
export const admins: readonly Role[] = ['admin'];
/** Of any course, because all courses share the content. */
export const writers: readonly Role[] = ['other staff', 'author', 'instructor', 'admin'];

export interface School {
  /** Everyone except `nobody`. */
  who: ReadonlyMap<Role, Visitor>;
  /** IDs and secrets of what the class has, such as `cohort`, `learner` and `regrade`. */
  parts: Record<string, string>;
}

/** Makes a class in which `cache-order` is assigned, and the learner and Ben have submitted it. */
export async function openSchool(site: Site): Promise<School> {
  await noteRunner(runner());
  const who = new Map<Role, Visitor>();
  for (const role of roles.slice(1)) who.set(role, await visitor(site, role));
  const ids = Object.fromEntries(
    (['author', 'assistant', 'instructor'] as const).map((role) => [who.get(role)!.id, role]),
  );
  const cohort = await newCohort(site, ids);
  await newCohort(site, { [who.get('other staff')!.id]: 'instructor' });
  await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', 'cache-order')`, [
    cohort,
  ]);
  const learner = who.get('learner')!;
  await join(site, cohort, learner.id);
  const second = await newAccount(site, 'Ben');
  await join(site, cohort, second.id);
  const runId = await submitted(learner, 'cache-order');
  await submitted({ ...learner, id: second.id }, 'cache-order');
  await site.query(
    `UPDATE run SET state = 'done', result_status = 'build-failed', passed = false, score = 0, finished_at = now()`,
  );
  const [regrade, code] = [randomUUID(), newJoinCode()];
  await site.query('UPDATE cohort SET join_code = $2 WHERE id = $1', [cohort, code]);
  await site.query(
    `INSERT INTO regrade (id, cohort_id, exercise, note, builds_all, made_by_id)
     VALUES ($1, $2, 'cache-order', 'Corrected.', false, $3)`,
    [regrade, cohort, who.get('instructor')!.id],
  );
  const [lms, context] = [randomUUID(), randomUUID()];
  await site.query(
    `INSERT INTO lti_platform (id, course_id, name, issuer, client_id, auth_url, token_url, jwks_url)
     SELECT $1::text, course_id, 'Moodle', 'https://lms.example', $1::text, 'https://lms.example/auth', 'https://lms.example/token', 'https://lms.example/keys'
     FROM cohort WHERE id = $2`,
    [lms, cohort],
  );
  await site.query(`INSERT INTO lti_deployment (platform_id, deployment_id) VALUES ($1, '1')`, [lms]);
  await site.query(
    `INSERT INTO lti_context (id, platform_id, context_id, title, cohort_id) VALUES ($1, $2, 'course-7', 'ML', $3)`,
    [context, lms, cohort],
  );
  const admin = who.get('admin')!.id;
  const link = await makeLink({ purpose: 'password', forId: second.id, madeById: admin });
  const token = link.split('/').at(-1)!;
  const person = second.id;
  const parts = { cohort, learner: learner.id, person, regrade, code, id: runId, token, lms, context };
  return { who, parts };
}

/** Someone with a session. */
async function visitor(site: Site, role: Role): Promise<Visitor> {
  const someone = await newLearner();
  if (role !== 'anonymous')
    await site.query(
      'UPDATE "user" SET is_anonymous = false, name = $2::text, email = $2::text || \'@school.example\', is_admin = $3 WHERE id = $1',
      [someone.id, role.replace(' ', '-'), role === 'admin'],
    );
  return someone;
}
