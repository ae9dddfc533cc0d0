/** What staff do with courses and classes. */
import { cohortAccess } from '../../../lib/teaching/access.ts';
import { assignmentPlan } from '../../../lib/teaching/assignments.ts';
import { form } from '../request.ts';
import { admins, manage, seeWork } from '../roles.ts';
import { settingsForm } from '../site.ts';
import { type Rows, type Situation, about, own, submits } from './action-call.ts';

const inClass = (entered?: Parameters<typeof own>[0]) => about('cohort', entered);
const toLearner = (fields: Record<string, string>) =>
  submits(({ parts }) => [parts.cohort, parts.learner], fields);

const work = { kind: 'exercise', slug: 'cache-order' };
const settings = {
  name: 'Winter',
  timeZone: 'UTC',
  counts: 'last',
  attemptsMax: '',
  heldBack: 'nothing',
  percentPerDay: '',
  floorPercent: '',
  acceptForDays: '',
  deleteAfterMonths: '6',
};

async function assignments({ who, parts }: Situation): Promise<FormData> {
  const admin = { id: who.get('admin')!.id, name: '', email: '', isAdmin: true };
  const { version } = await assignmentPlan(await cohortAccess(admin, parts.cohort!, 'see'));
  return form({
    version,
    'assign:exercise/golf': 'on',
    'due:exercise/golf': '',
    'weight:exercise/golf': '1',
  });
}

export const ofClasses: Rows = {
  teach: {
    submitCourse: [own({ course: 'New', name: 'First', timeZone: 'UTC' }), admins],
    submitCohort: [about('course', { name: 'Second', timeZone: 'UTC', copy: '' }), manage],
  },
  'teach/[cohort]/assignments': { submitAssignments: [inClass(assignments), manage] },
  'teach/[cohort]/extensions': {
    submitGroupExtension: [
      inClass({ work: 'exercise/cache-order', group: 'A', until: '2035-01-02T18:00', reason: '' }),
      manage,
    ],
    submitExtensionWithdrawal: [
      inClass(({ parts }) => ({ withdraw: `learner:exercise/cache-order:${parts.person}` })),
      manage,
    ],
    submitExtensions: [
      inClass({
        do: 'import',
        csv: 'email,exercise,until\nben@school.example,cache-order,2035-01-02 18:00',
      }),
      manage,
    ],
  },
  'teach/[cohort]/insight/[exercise]': {
    submitCommentForMany: [
      submits(
        ({ parts }) => [parts.cohort, 'cache-order'],
        ({ parts }) => ({ text: 'Read the log.', check: '', 'runs:0': parts.id! }),
      ),
      seeWork,
    ],
  },
  'teach/[cohort]/people': {
    submitJoinLink: [inClass({ do: 'renew' }), manage],
    submitMember: [inClass(({ parts }) => ({ do: `remove:${parts.person}` })), manage],
    submitRoster: [inClass({ do: 'import', csv: 'name,email\nZoe,zoe@school.example' }), manage],
    submitExpected: [inClass({ remove: 'new@school.example' }), manage],
    submitStaff: [inClass(({ who }) => ({ do: `remove:${who.get('author')!.id}` })), manage],
    submitInvitation: [inClass({ role: 'author' }), manage],
    submitWithdrawal: [inClass(({ parts }) => ({ withdraw: parts.invitation! })), manage],
  },
  'teach/[cohort]/people/[learner]': {
    submitExtension: [toLearner({ ...work, until: '2035-01-02T18:00', reason: '' }), manage],
    submitGroup: [toLearner({ group: 'B' }), manage],
    submitOverride: [toLearner({ ...work, points: '71.5', reason: 'Shown in the lab.' }), manage],
  },
  'teach/[cohort]/regrade': {
    submitRegrade: [
      inClass({ exercise: 'cache-order', note: 'Corrected.' }),
      manage,
      { before: ({ site }) => site.query('DELETE FROM regrade') },
    ],
  },
  'teach/[cohort]/regrade/[regrade]': {
    submitDecision: [submits(({ parts }) => [parts.cohort, parts.regrade], { do: 'discard' }), manage],
  },
  'teach/[cohort]/settings': {
    submitSettings: [inClass(({ parts }) => settingsForm(parts.cohort!, settings)), manage],
    submitDeletion: [inClass({ name: 'Autumn' }), manage],
  },
  'teach/[cohort]/version': {
    submitMove: [submits(({ parts }) => [parts.cohort, null], { to: '1' }), manage],
  },
};
