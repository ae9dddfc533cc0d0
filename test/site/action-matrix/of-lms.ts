/** What an LMS leads to, and how it is connected. */
import { admins, manage } from '../roles.ts';
import { type Rows, type Situation, about, own, submits } from './action-call.ts';
import { browserSecret, password } from './world.ts';

const fields = {
  name: 'New',
  issuer: 'https://127.0.0.1:9',
  authUrl: 'https://127.0.0.1:9/auth',
  tokenUrl: 'https://127.0.0.1:9/token',
  jwksUrl: 'https://127.0.0.1:9/keys',
};

/** A visit from an LMS, in the browser of the current request. */
const visit =
  (name: 'open' | 'unbound' | 'choose') =>
  ({ headers, parts }: Situation) => {
    headers.append('cookie', `dfm.lti=${browserSecret}`);
    return [parts[`visit ${name}`]];
  };

export const ofLms: Rows = {
  // For anyone whom an LMS has sent here, in the browser that it has sent.
  'lti/[visit]': {
    submitConnection: [submits(visit('open'), { current: password }), ['outsider', 'learner', 'other staff']],
    submitClass: [submits(visit('unbound'), ({ parts }) => ({ cohort: parts.cohort! })), manage],
    submitContent: [submits(visit('choose'), { one: 'exercise/golf' }), manage],
  },
  'teach/lms': {
    submitPlatform: [
      own(({ parts }) => ({ ...fields, course: parts.course!, clientId: 'x', deploymentId: '1' })),
      manage,
      { onlyRefusals: true },
    ],
    submitPlatformChange: [about('lms', fields), manage, { onlyRefusals: true }],
    submitPlatformDeletion: [submits(({ parts }) => [parts.lms, 0], { confirmed: 'on' }), manage],
    submitDeployment: [about('lms', { deploymentId: '2' }), manage],
    submitDeploymentRemoval: [about('lms', { remove: '1' }), manage],
    submitNewKey: [(action) => action(), admins],
  },
  'teach/lms/[context]': {
    submitClass: [about('context', { cohort: '' }), manage],
    submitScoreRetry: [
      about('context', { retry: 'all' }),
      manage,
      {
        before: ({ site, parts }) =>
          site.query(
            `WITH link AS (
               INSERT INTO lti_link (id, context_id, resource_link_id, kind, slug) VALUES (gen_random_uuid(), $1, '2', 'exercise', 'cache-order') RETURNING id),
             connected AS (
               INSERT INTO account (id, account_id, provider_id, user_id, updated_at)
               SELECT gen_random_uuid(), 'ada', 'lti:' || platform_id, $2, now() FROM lti_context WHERE id = $1)
             INSERT INTO lti_score (link_id, learner_id, wanted_points, wanted_at, tries, next_try_at)
             SELECT id, $2, 80, now(), 3, now() + interval '1 hour' FROM link`,
            [parts.context, parts.learner],
          ),
      },
    ],
    submitRosterAction: [
      about('context', { expect: 'all' }),
      manage,
      {
        before: ({ site, parts }) =>
          site.query(
            `INSERT INTO lti_roster_difference (context_id, subject, name, email) VALUES ($1, 'x', 'Cy', 'cy@school.example')`,
            [parts.context],
          ),
      },
    ],
  },
};
