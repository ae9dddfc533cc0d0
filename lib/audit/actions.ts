/** What an entry says in addition to who did what for whom: slugs, numbers, roles and names of nodes. */
export type Details = Readonly<Record<string, string | number | boolean | null>>;

interface Action {
  /** Where staff see it: in one class, in all classes of the course, or nowhere but on the admins' page. */
  scope: 'class' | 'course' | 'site';
  inWords(details: Details): string;
}

const passage = ({ part, slug }: Details) => `the ${part} ${slug}`;
const work = ({ kind, slug }: Details) => `${kind === 'quiz' ? 'the quiz of' : 'the exercise'} ${slug}`;
const utc = (at: Details[string]) => `${String(at).slice(0, 16).replace('T', ' ')} UTC`;
const always = (scope: Action['scope'], text: string): Action => ({ scope, inWords: () => text });

/** Everything that staff and admins can change for others, by the code that the database contains. */
export const actions = {
  'course.create': always('course', 'Created the course'),
  'class.create': always('class', 'Created the class'),
  'class.settings': {
    scope: 'class',
    inWords: ({ changed }) => `Changed the settings${changed ? `: ${changed}` : ''}`,
  },
  'class.delete': always('course', 'Deleted a class'),
  'class.work-deleted': {
    scope: 'class',
    inWords: ({ learners }) => `Deleted the work of ${learners} learners, as the settings say`,
  },
  'assignments.save': {
    scope: 'class',
    inWords: ({ added, changed, removed }) =>
      `Saved the assignments: ${added} added, ${changed} changed, ${removed} removed`,
  },
  'join-link.open': always('class', 'Opened the class for new learners'),
  'join-link.close': always('class', 'Closed the class for new learners'),
  'join-link.renew': always('class', 'Made a new join link'),
  'member.remove': always('class', 'Removed a learner'),
  'deadline.extend': {
    scope: 'class',
    inWords: (details) => `Extended the deadline of ${work(details)} to ${utc(details.until!)}`,
  },
  'deadline.reset': {
    scope: 'class',
    inWords: (details) => `Took back an extension for ${work(details)}`,
  },
  'deadline.extend-group': {
    scope: 'class',
    inWords: (details) => `Extended the deadline of a group for ${work(details)} to ${utc(details.until!)}`,
  },
  'deadline.import': {
    scope: 'class',
    inWords: ({ extended }) => `Extended ${extended} deadlines from a file`,
  },
  'grade.override': {
    scope: 'class',
    inWords: (details) => `Set the points for ${work(details)} to ${details.points}`,
  },
  'grade.reset': {
    scope: 'class',
    inWords: (details) => `Took back the points set for ${work(details)}`,
  },
  'group.change': always('class', 'Changed the group of a learner'),
  'roster.import': {
    scope: 'class',
    inWords: ({ added, changed }) => `Imported a list of learners: ${added} added, ${changed} changed`,
  },
  'roster.remove': always('class', 'Removed someone who had not joined from the list'),
  'regrade.start': { scope: 'class', inWords: (details) => `Started to regrade ${work(details)}` },
  'regrade.apply': { scope: 'class', inWords: (details) => `Applied a regrade of ${work(details)}` },
  'regrade.discard': { scope: 'class', inWords: (details) => `Discarded a regrade of ${work(details)}` },
  'regrade.revert': { scope: 'class', inWords: (details) => `Reverted a regrade of ${work(details)}` },
  'password-link.make': always('class', 'Made a link for a new password'),
  'password-link.use': always('site', 'Set a new password with a link'),
  'staff.change': { scope: 'course', inWords: ({ role }) => `Changed the role of staff to ${role}` },
  'staff.remove': always('course', 'Removed someone from the staff'),
  'staff.join': { scope: 'course', inWords: ({ role }) => `Joined the staff as ${role} with a link` },
  'invitation.make': { scope: 'course', inWords: ({ role }) => `Made a link for a new ${role}` },
  'invitation.withdraw': always('course', 'Withdrew a link for new staff'),
  'report.fix': {
    scope: 'site',
    inWords: (details) => `Closed a report about ${passage(details)} as fixed`,
  },
  'report.decline': { scope: 'site', inWords: (details) => `Declined a report about ${passage(details)}` },
  'report.reopen': { scope: 'site', inWords: (details) => `Reopened a report about ${passage(details)}` },
  'admin.join': always('site', 'Became an admin with a link'),
  'node.drain': { scope: 'site', inWords: ({ node }) => `Drained the node ${node}` },
  'node.resume': { scope: 'site', inWords: ({ node }) => `Gave runs to the node ${node} again` },
  'node.forget': { scope: 'site', inWords: ({ node }) => `Removed the node ${node} from the list` },
  'content.push': {
    scope: 'site',
    inWords: ({ commit }) => `Pushed the draft of the content that has the commit ${commit}`,
  },
  'provider.add': always('site', 'Added a school with which people sign in'),
  'provider.change': always('site', 'Changed a school with which people sign in'),
  'provider.delete': {
    scope: 'site',
    inWords: ({ accounts }) =>
      accounts === 1
        ? 'Deleted a school with which one account was connected'
        : `Deleted a school with which ${accounts} accounts were connected`,
  },
  'content.publish': {
    scope: 'site',
    inWords: ({ version, draft }) => `Published the draft ${draft} as version ${version} of the content`,
  },
  'class.version': {
    scope: 'class',
    inWords: ({ version }) =>
      version === null
        ? 'Let the class follow the newest version of the content'
        : `Moved the class to version ${version} of the content`,
  },
  'lms.add': always('course', 'Connected an LMS'),
  'lms.change': always('course', 'Changed the addresses of an LMS'),
  'lms.delete': {
    scope: 'course',
    inWords: ({ accounts }) =>
      accounts === 1
        ? 'Deleted an LMS with which one account was connected'
        : `Deleted an LMS with which ${accounts} accounts were connected`,
  },
  'lms.add-deployment': always('course', 'Added a deployment of an LMS'),
  'lms.remove-deployment': always('course', 'Removed a deployment of an LMS'),
  'lms.bind': always('class', 'Connected a course of an LMS with the class'),
  'lms.unbind': always('class', 'Disconnected a course of an LMS from the class'),
  'lms.new-key': always('site', 'Made a new key with which the site signs for LMSs'),
  'person.export': always('site', 'Downloaded everything stored about a person'),
  'second-factor.reset': always('site', 'Turned off the second factor of a person'),
  'person.erase': always('site', 'Erased a person'),
} as const satisfies Record<string, Action>;

export type ActionCode = keyof typeof actions;

/** What an action was, in words. A code of a version that no longer exists is shown as it is. */
export function actionInWords(code: string, details: Details): string {
  const action: Action | undefined = Object.hasOwn(actions, code) ? actions[code as ActionCode] : undefined;
  return action?.inWords(details) ?? code;
}
