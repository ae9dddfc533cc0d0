import type { TableFacts } from './table-of-data.ts';

const asLongAsTheAccount = 'until the account is deleted';
const untilTheEndOfTheTerm =
  'until the account is deleted, or until the end that the settings of a class name for its assignments';
const subject = (column: string) => ({ as: 'subject', column, onErasure: 'delete' }) as const;

/**
 * Every table of the database with every column. Export, erasure and the list in docs/privacy.md are made
 * from it, and a test compares it with the database. A table comes after those that its rows refer to.
 */
export const personalData = {
  user: {
    about: 'a learner or an account',
    purpose: 'to recognise the person and to show staff whose work they see',
    keptFor:
      'until the account is deleted; without an account, until nothing has been done for UNUSED_LEARNERS_KEPT_DAYS, otherwise without limit',
    belongsTo: [subject('id')],
    columns: {
      identifies: ['id', 'name', 'email', 'image'],
      technical: ['email_verified', 'is_anonymous', 'is_admin', 'created_at', 'updated_at'],
    },
  },
  session: {
    about: 'a browser that is signed in',
    purpose: 'to recognise the browser; address and browser let the owner notice a stranger',
    keptFor: '60 days for an account, 400 days without one, or until the person signs out',
    belongsTo: [subject('user_id')],
    columns: {
      identifies: ['user_id', 'ip_address', 'user_agent'],
      secret: ['token'],
      technical: ['id', 'expires_at', 'created_at', 'updated_at'],
    },
  },
  account: {
    about: 'how someone signs in: with a password, or with the ID that a school has for the person',
    purpose: 'to recognise the person',
    keptFor: 'until the account is deleted; for a school, until it is disconnected or an admin deletes it',
    belongsTo: [subject('user_id')],
    columns: {
      identifies: ['account_id', 'user_id'],
      secret: ['password', 'access_token', 'refresh_token', 'id_token'],
      technical: [
        'id',
        'provider_id',
        'access_token_expires_at',
        'refresh_token_expires_at',
        'scope',
        'created_at',
        'updated_at',
      ],
    },
  },
  identity_provider: {
    about: 'a school with which people sign in',
    purpose: 'to let people sign in with the account of their school',
    keptFor: 'until an admin deletes it',
    belongsTo: [],
    columns: { 'not personal': ['id', 'name', 'issuer', 'client_id', 'client_secret', 'created_at'] },
  },
  second_factor: {
    about: 'the secret shared with an authenticator app',
    purpose: 'to check the codes of the app when the person signs in',
    keptFor: 'until the person turns the second factor off or deletes the account, or an admin resets it',
    belongsTo: [subject('user_id')],
    columns: {
      identifies: ['user_id'],
      secret: ['secret'],
      technical: ['started_at', 'confirmed_at', 'last_step'],
    },
  },
  backup_code: {
    about: 'a code for signing in without the authenticator app',
    purpose: 'to let someone in who has lost the app',
    keptFor: 'until it is used, and as the second factor',
    belongsTo: [subject('user_id')],
    columns: { identifies: ['user_id'], secret: ['code_hash'] },
  },
  passkey: {
    about: 'the public half of a key with which the person signs in',
    purpose: 'to recognise the person; the private half never leaves the device',
    keptFor: 'until the person removes it or deletes the account',
    belongsTo: [subject('user_id')],
    columns: {
      identifies: ['id', 'user_id', 'public_key'],
      work: ['name', 'made_at', 'last_used_at'],
      technical: ['counter', 'transports'],
    },
  },
  pending_sign_in: {
    about: 'a browser in which the password was entered, but not yet the code',
    purpose: 'to ask for the code on a page of its own',
    keptFor: '10 minutes',
    belongsTo: [subject('user_id')],
    columns: { identifies: ['user_id'], secret: ['token_hash'], technical: ['expires_at'] },
  },
  api_token: {
    about: 'a token with which programs of the person read grades, or git reads and writes the content',
    purpose: 'to recognise the programs',
    keptFor: 'until the person deletes it or the account',
    belongsTo: [subject('user_id')],
    columns: {
      identifies: ['user_id'],
      work: ['name', 'made_at', 'last_used_at'],
      secret: ['token_hash'],
      technical: ['id', 'expires_at', 'may_push'],
    },
  },
  verification: {
    about: 'a pending confirmation of the sign-in library; the site makes none',
    purpose: 'none: the library requires the table',
    keptFor: 'always empty',
    belongsTo: [subject('value')],
    columns: {
      identifies: ['value'],
      secret: ['identifier'],
      technical: ['id', 'expires_at', 'created_at', 'updated_at'],
    },
  },
  course: {
    about: 'a course',
    purpose: 'to group classes and their staff',
    keptFor: 'until it has neither classes nor staff',
    belongsTo: [],
    columns: { 'not personal': ['id', 'name', 'created_at'] },
  },
  staff_member: {
    about: 'a role in a course',
    purpose: 'to decide what staff may see and do',
    keptFor: 'until the person is removed from the staff or the account is deleted',
    belongsTo: [subject('user_id')],
    columns: { identifies: ['user_id'], decision: ['role'], technical: ['course_id', 'joined_at'] },
  },
  one_time_link: {
    about: 'a link for a new password, new staff or an admin',
    purpose: 'to let someone in who has no password yet, or no role',
    keptFor: '7 days, or an hour if it was mailed',
    // A link of someone who has gone must not let anyone in.
    belongsTo: [subject('for_id'), { as: 'author', column: 'made_by_id', onErasure: 'delete' }],
    columns: {
      identifies: ['for_id', 'made_by_id'],
      secret: ['token_hash'],
      technical: ['id', 'purpose', 'course_id', 'role', 'made_at', 'expires_at', 'used_at'],
    },
  },
  cohort: {
    about: 'a class with its settings',
    purpose: 'to teach',
    keptFor: 'until staff delete it',
    belongsTo: [],
    columns: {
      'not personal': [
        'id',
        'course_id',
        'name',
        'time_zone',
        'join_code',
        'is_open',
        'counts',
        'attempts_max',
        'late_percent_per_day',
        'late_floor_percent',
        'late_for_days',
        'held_back',
        'delete_after_months',
        'deletion_announced_at',
        'created_at',
      ],
    },
  },
  cohort_member: {
    about: 'a learner in a class',
    purpose: 'to show staff the work of their learners',
    keptFor: 'until the learner leaves or is removed, and as the work for the class',
    belongsTo: [subject('learner_id')],
    columns: {
      identifies: ['learner_id'],
      work: ['joined_at'],
      decision: ['group_name'],
      technical: ['cohort_id'],
    },
  },
  expected_member: {
    about: 'someone on the list of a class who has not joined',
    purpose: 'to see who is missing, and to know the group of someone who joins',
    keptFor: 'until the person joins or staff remove them, and as the work for the class',
    belongsTo: [{ ...subject('email'), isEmail: true }],
    columns: {
      identifies: ['email', 'name'],
      decision: ['group_name', 'added_at'],
      technical: ['cohort_id'],
    },
  },
  assignment: {
    about: 'what a class has to do',
    purpose: 'to teach',
    keptFor: 'until staff remove it or delete the class',
    belongsTo: [],
    columns: { 'not personal': ['cohort_id', 'kind', 'slug', 'opens_at', 'due_at', 'mode', 'weight'] },
  },
  extension: {
    about: 'a later deadline for one learner',
    purpose: 'to grade fairly; the reason is shown to the learner',
    keptFor: untilTheEndOfTheTerm,
    belongsTo: [
      subject('learner_id'),
      { as: 'author', column: 'granted_by_id', onErasure: 'anonymise', redact: ['reason'] },
    ],
    columns: {
      identifies: ['learner_id', 'granted_by_id'],
      decision: ['until', 'reason', 'granted_at'],
      technical: ['cohort_id', 'kind', 'slug'],
    },
  },
  group_extension: {
    about: 'a later deadline for a group of learners',
    purpose: 'to grade fairly; the reason is shown to the learners',
    keptFor: 'until staff take it back or delete the class',
    belongsTo: [{ as: 'author', column: 'granted_by_id', onErasure: 'anonymise', redact: ['reason'] }],
    columns: {
      identifies: ['granted_by_id'],
      decision: ['group_name', 'until', 'reason', 'granted_at'],
      technical: ['cohort_id', 'kind', 'slug'],
    },
  },
  regrade: {
    about: 'the submissions of a class for an exercise, judged again',
    purpose: 'to correct grades after an exercise was corrected; the note is shown to the learners',
    keptFor: 'until staff delete the class',
    belongsTo: [{ as: 'author', column: 'made_by_id', onErasure: 'anonymise', redact: ['note'] }],
    columns: {
      identifies: ['made_by_id'],
      decision: ['note', 'created_at', 'applied_at', 'reverted_at', 'discarded_at'],
      technical: ['id', 'cohort_id', 'exercise', 'builds_all'],
    },
  },
  grade_override: {
    about: 'points that staff decided on',
    purpose: 'to grade fairly; the reason is shown to the learner',
    keptFor: untilTheEndOfTheTerm,
    belongsTo: [
      subject('learner_id'),
      { as: 'author', column: 'author_id', onErasure: 'anonymise', redact: ['reason'] },
    ],
    columns: {
      identifies: ['learner_id', 'author_id'],
      decision: ['points', 'reason', 'decided_at'],
      technical: ['cohort_id', 'kind', 'slug'],
    },
  },
  submission: {
    about: 'the files that were submitted for an exercise',
    purpose: 'to grade them, and to show the person and staff what was graded',
    keptFor: `${untilTheEndOfTheTerm}; with a cancelled run: CANCELLED_RUNS_KEPT_HOURS`,
    belongsTo: [subject('learner_id')],
    columns: {
      identifies: ['learner_id'],
      work: ['exercise', 'files', 'values', 'created_at'],
      technical: ['id'],
    },
  },
  run: {
    about: 'one grading of a submission, with its result',
    purpose: 'to grade, and to show why',
    keptFor: `${untilTheEndOfTheTerm}; if cancelled: CANCELLED_RUNS_KEPT_HOURS`,
    belongsTo: [subject('learner_id')],
    columns: {
      identifies: ['learner_id', 'network'],
      work: [
        'exercise',
        'queued_at',
        'finished_at',
        'result',
        'result_status',
        'score',
        'passed',
        'failed_checks',
        'image_bytes',
        'wasted_bytes',
      ],
      technical: [
        'id',
        'submission_id',
        'regrade_id',
        'measured_with',
        'kind',
        'state',
        'fence',
        'attempts',
        'claimed_by',
        'needs',
        'simulates',
        'bases',
        'bytes',
        'last_seq',
        'started_at',
        'heartbeat_at',
      ],
    },
    exceptions: {
      network: {
        purpose: 'to limit how much one network uses; a keyed hash of the address',
        keptFor: 'RUN_EVENTS_KEPT_DAYS after the run',
      },
    },
  },
  regrade_item: {
    about: 'the new result of one submission of a regrade',
    purpose: 'to show and count the corrected result',
    keptFor: 'as long as the run',
    belongsTo: [{ as: 'subject', column: 'run_id', of: 'run', onErasure: 'delete' }],
    columns: {
      decision: ['result', 'result_status', 'score', 'passed', 'error', 'judged_at'],
      technical: ['regrade_id', 'run_id', 'base_run_id', 'method', 'faults', 'measured_with'],
    },
  },
  run_event: {
    about: 'a line of a build log, or a step of a run',
    purpose: 'to show a run while it happens and afterwards',
    keptFor: 'RUN_EVENTS_KEPT_DAYS after the run; the last one, which repeats the result, as the run',
    belongsTo: [{ as: 'subject', column: 'run_id', of: 'run', onErasure: 'delete' }],
    columns: {
      work: ['event', 'created_at'],
      technical: ['run_id', 'seq', 'attempt', 'reported'],
    },
  },
  comment: {
    about: 'what a learner or staff wrote about a run',
    purpose: 'so that learners can ask and staff can answer',
    keptFor: 'as long as the run',
    belongsTo: [
      { as: 'subject', column: 'run_id', of: 'run', onErasure: 'delete' },
      { as: 'author', column: 'author_id', onErasure: 'anonymise', redact: ['text'] },
    ],
    columns: {
      identifies: ['author_id'],
      work: ['text', 'written_at', 'seen_at', 'path', 'line'],
      technical: ['id', 'run_id', 'by_learner'],
    },
  },
  quiz_answer: {
    about: 'the newest answers to a quiz or prediction',
    purpose: 'to show them again',
    keptFor: untilTheEndOfTheTerm,
    belongsTo: [subject('learner_id')],
    columns: {
      identifies: ['learner_id'],
      work: ['lesson', 'quiz', 'answers', 'right', 'questions', 'answered_at'],
    },
  },
  quiz_attempt: {
    about: 'each time that a quiz or prediction was answered',
    purpose: 'to grade',
    keptFor: untilTheEndOfTheTerm,
    belongsTo: [subject('learner_id')],
    columns: {
      identifies: ['learner_id'],
      work: ['lesson', 'quiz', 'right', 'answered_at'],
      technical: ['id'],
    },
  },
  opened_solution: {
    about: 'that a model solution was opened before passing',
    purpose: 'so that the record says so',
    keptFor: untilTheEndOfTheTerm,
    belongsTo: [subject('learner_id')],
    columns: { identifies: ['learner_id'], work: ['exercise', 'opened_at'] },
  },
  opened_hint: {
    about: 'that a hint of an exercise was opened',
    purpose: 'to show it again, and to show staff whether hints help',
    keptFor: untilTheEndOfTheTerm,
    belongsTo: [subject('learner_id')],
    columns: { identifies: ['learner_id'], work: ['exercise', 'hint', 'opened_at'] },
  },
  board_name: {
    about: 'the name that a learner chose for a leaderboard',
    purpose: 'to list the learner there',
    keptFor: untilTheEndOfTheTerm,
    belongsTo: [subject('learner_id')],
    columns: { identifies: ['learner_id', 'name', 'folded'], work: ['exercise', 'chosen_at'] },
  },
  review: {
    about: 'how well a learner remembers a recall card',
    purpose: 'to decide when it is shown again',
    keptFor: asLongAsTheAccount,
    belongsTo: [subject('learner_id')],
    columns: {
      identifies: ['learner_id'],
      work: [
        'lesson',
        'card',
        'state',
        'due',
        'stability',
        'difficulty',
        'scheduled_days',
        'learning_steps',
        'reps',
        'lapses',
        'reviewed_at',
      ],
    },
  },
  hourly_use: {
    about: 'how often something limited was used within an hour',
    purpose: 'to limit sign-ins, submissions, comments and downloads',
    keptFor: '1 to 2 hours',
    belongsTo: [subject('subject')],
    columns: { identifies: ['subject'], technical: ['kind', 'since', 'count'] },
    exceptions: {
      subject: { purpose: 'the account, or a keyed hash of the network or of network and e-mail address' },
    },
  },
  audit_entry: {
    about: 'something that staff, an admin or the site did for others',
    purpose: 'so that instructors and admins can see who changed what',
    keptFor: 'STAFF_LOG_KEPT_DAYS',
    belongsTo: [
      { as: 'subject', column: 'person_id', onErasure: 'anonymise' },
      { as: 'author', column: 'actor_id', onErasure: 'anonymise' },
    ],
    columns: {
      identifies: ['actor_id', 'person_id'],
      decision: ['at', 'actor_role', 'action', 'details'],
      technical: ['id', 'course_id', 'cohort_id'],
    },
  },
  runner: {
    about: 'a node that runs builds',
    purpose: 'to give it runs',
    keptFor: 'until an admin removes it from the list',
    belongsTo: [],
    columns: {
      'not personal': ['name', 'info', 'labels', 'well', 'draining', 'joined_at', 'last_seen_at'],
    },
  },
} as const satisfies Record<string, TableFacts>;

/** The tables in the order in which their rows refer to each other, with what is known about each. */
export const tablesOfData: readonly (readonly [table: string, facts: TableFacts])[] =
  Object.entries(personalData);
