/** The pages of operators. */
import { form } from '../request.ts';
import { admins } from '../roles.ts';
import { type Rows, about, own, submits } from './action-call.ts';

const ben = { email: 'ben@school.example' };

export const ofOperators: Rows = {
  operator: {
    drain: [(action) => action(form({ node: 'runner-1', draining: 'true' })), admins],
    forget: [
      (action) => action(form({ node: 'runner-1' })),
      admins,
      {
        before: ({ site }) => site.query(`UPDATE runner SET last_seen_at = now() - interval '1 day'`),
      },
    ],
  },
  'operator/people': {
    submitSearch: [own(ben), admins, { isRead: true }],
    submitErasure: [about('person', ben), admins],
    submitSecondFactorReset: [about('person', ben), admins],
  },
  'operator/sign-in': {
    submitNewSchool: [
      own({ name: 'New', issuer: 'https://127.0.0.1:9', clientId: 'site', password: 'x' }),
      admins,
      { onlyRefusals: true },
    ],
    submitSchoolChange: [
      about('provider', { name: 'New name', clientId: 'site', password: '' }),
      admins,
      { onlyRefusals: true },
    ],
    submitSchoolDeletion: [submits(({ parts }) => [parts.provider, 0], { confirmed: 'on' }), admins],
  },
};
