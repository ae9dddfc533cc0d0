import 'server-only';
import type { AssignmentKindName } from '@dfm/contracts/page-data';
import { isTimeZone } from '@dfm/gradebook/wall-clock';
import { z } from 'zod';
import { isUserId } from '../db/is-id.ts';
import { storable } from '../db/storable.ts';

const NAME_MAX = 80;

const nameOf = (missing: string) =>
  z
    .string()
    .max(10 * NAME_MAX)
    .transform((text) => storable(text).trim())
    .pipe(z.string().min(1, missing).max(NAME_MAX, `A name has at most ${NAME_MAX} characters.`));

const courseName = nameOf('Enter a name, such as “Machine learning in practice”.');
const cohortName = nameOf('Enter a name, such as “Autumn 2026” or “Group A”.');

const timeZone = z
  .string()
  .trim()
  .max(60, 'This is not a time zone. Choose one from the list.')
  .refine(isTimeZone, 'This is not a time zone. Choose one from the list, such as Europe/Berlin.');

const role = z.enum(['assistant', 'instructor', 'author'], 'Choose a role.');

/** A whole number in a field that may be empty. */
const optionalNumber = (min: number, max: number) =>
  z
    .string()
    .trim()
    .transform((text) => (text === '' ? null : Number(text)))
    .pipe(
      z
        .int(`Enter a whole number from ${min} to ${max}, or leave the field empty.`)
        .min(min, `Enter a whole number from ${min} to ${max}, or leave the field empty.`)
        .max(max, `Enter a whole number from ${min} to ${max}, or leave the field empty.`)
        .nullable(),
    );

const percent = z
  .string()
  .trim()
  .transform((text) => (text === '' ? 0 : Number(text)))
  .pipe(
    z
      .int('Enter a whole number from 0 to 100.')
      .min(0, 'Enter a whole number from 0 to 100.')
      .max(100, 'Enter a whole number from 0 to 100.'),
  );

export const newCourseForm = z.object({ course: courseName, name: cohortName, timeZone });

export const newCohortForm = z.object({
  name: cohortName,
  timeZone,
  /** ID of a cohort, or empty. */
  copy: z
    .string()
    .max(60)
    .transform((text) => (text === '' ? undefined : text))
    .pipe(z.uuid('Choose a class from the list.').optional()),
  deadlines: z
    .string()
    .optional()
    .transform((text) => text !== undefined),
});

export const settingsForm = z
  .object({
    version: z.string().max(100),
    name: cohortName,
    timeZone,
    counts: z.enum(['best', 'last'], 'Choose which attempt counts.'),
    attemptsMax: optionalNumber(1, 1_000),
    percentPerDay: percent,
    floorPercent: percent,
    acceptForDays: optionalNumber(0, 365),
    heldBack: z.enum(
      ['nothing', 'solutions', 'hints_and_solutions'],
      'Choose what is held back until the deadline.',
    ),
    deleteAfterMonths: optionalNumber(1, 120),
  })
  .transform(({ version, counts, attemptsMax, percentPerDay, floorPercent, acceptForDays, ...rest }) => ({
    version,
    settings: {
      ...rest,
      policy: { counts, attemptsMax, late: { percentPerDay, floorPercent, acceptForDays } },
    },
  }));

export const deleteForm = z.object({ name: z.string().max(10 * NAME_MAX) });

/** The button that was pressed in the form around the join link. */
export const joinLinkForm = z.object({ do: z.enum(['open', 'close', 'renew']) });

/** The button that was pressed in the list of learners, with the learner. */
export const memberForm = z
  .object({ do: z.string().max(200) })
  .transform(({ do: pressed }) => pressed.split(':', 2))
  .pipe(z.tuple([z.enum(['remove', 'password']), z.string().refine(isUserId)]));

const groupName = z
  .string()
  .max(10 * NAME_MAX)
  .transform((text) => storable(text).replaceAll(/\s+/g, ' ').trim())
  .pipe(z.string().max(NAME_MAX, `A name has at most ${NAME_MAX} characters.`));

/** The group of one learner; empty: none. */
export const groupForm = z.object({ group: groupName.transform((text) => (text === '' ? undefined : text)) });

/** Someone on the list who is taken off it. */
export const expectedForm = z.object({ remove: z.string().max(300).transform(storable) });

export const inviteForm = z.object({ role });

/** The button that was pressed in the list of staff, with the person, and the role that was chosen for each. */
export const staffForm = z.record(z.string().max(200), z.string().max(200)).transform((fields, context) => {
  const [what, userId] = (fields.do ?? '').split(':', 2);
  if (what === 'remove' && isUserId(userId)) return { userId, role: undefined };
  const chosen = role.safeParse(fields[`role:${userId}`]);
  if (what === 'change' && isUserId(userId) && chosen.success) return { userId, role: chosen.data };
  context.addIssue({ code: 'custom', path: ['do'], message: 'Choose a role.' });
  return z.NEVER;
});

export const withdrawForm = z.object({ withdraw: z.string().max(100) });

const work = {
  kind: z.enum(['exercise', 'quiz']),
  slug: z.string().regex(/^[a-z0-9-]{1,100}$/),
};

const reason = z
  .string()
  .max(2_000)
  .transform((text) => storable(text).trim())
  .pipe(z.string().max(200, 'A reason has at most 200 characters.'));

export const extensionForm = z.object({
  ...work,
  until: z
    .string()
    .trim()
    .regex(/^(?:20\d\d-.{1,20})?$/, 'Enter a date and a time, or leave the field empty.'),
  reason,
});

/** As `extensionForm`, for a group. `work` is a key such as `exercise/slim-trap`. */
export const groupExtensionForm = z
  .object({
    work: z.string().regex(/^(?:exercise|quiz)\/[a-z0-9-]{1,100}$/, 'Choose what to extend.'),
    group: groupName.pipe(z.string().min(1, 'Choose a group.')),
    until: z
      .string()
      .trim()
      .regex(/^20\d\d-.{1,20}$/, 'Enter a date and a time.'),
    reason,
  })
  .transform(({ work: key, ...rest }) => {
    const [kind, slug] = key.split('/') as [AssignmentKindName, string];
    return { kind, slug, ...rest };
  });

/** The extension that is taken back. */
export const withdrawExtensionForm = z.object({ withdraw: z.string().max(500) });

export const overrideForm = z
  .object({
    ...work,
    points: z
      .string()
      .trim()
      .max(10)
      .transform((text) => text.replace(',', '.')),
    reason,
  })
  .transform(({ points, ...rest }, context) => {
    if (points === '') return { ...rest, points: undefined };
    const number = Number(points);
    if (!(number >= 0 && number <= 100) || Math.round(number * 10) !== number * 10)
      context.addIssue({
        code: 'custom',
        path: ['points'],
        message: 'Enter points from 0 to 100 with at most one decimal, or leave the field empty.',
      });
    if (rest.reason === '')
      context.addIssue({
        code: 'custom',
        path: ['reason'],
        message: 'Enter the reason. The learner sees it.',
      });
    return { ...rest, points: number };
  });

const COMMENT_MAX = 4_000;

export const commentForm = z.object({
  text: z
    .string()
    .max(10 * COMMENT_MAX)
    .transform((text) => storable(text).trim())
    .pipe(
      z
        .string()
        .min(1, 'Write something first.')
        .max(COMMENT_MAX, `A comment has at most ${COMMENT_MAX.toLocaleString('en')} characters.`),
    ),
  /** Such as `Dockerfile:7`, or empty. */
  place: z
    .string()
    .max(200)
    .transform((text) => storable(text).trim()),
});
