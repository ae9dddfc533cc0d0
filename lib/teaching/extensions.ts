import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type {
  AssignmentKindName,
  ExtendableWork,
  ExtensionView,
  ImportPreview,
} from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { readExtensions, type ExtensionRow } from '@dfm/gradebook/extensions-csv';
import { formatDeadline, instantOf } from '@dfm/gradebook/wall-clock';
import { nameOf } from '../assignments/staff-decisions.ts';
import { record } from '../audit/record.ts';
import { db } from '../db/client.ts';
import { storable } from '../db/storable.ts';
import type { CohortAccess } from './access.ts';
import { inCourseOrder } from './assigned.ts';
import { workKey } from './assignments.ts';

interface Work {
  kind: AssignmentKindName;
  slug: string;
}

/** Work with a deadline, and what is needed to extend it. */
interface Extendable extends Work {
  title: string;
  dueAt: Date;
  isExam: boolean;
}

/** The learner or the group that has an extension. */
type Holder = { learnerId: string } | { groupName: string };

/** What a cohort has to do by a deadline, in the order of the course. */
export async function extendableWork({
  cohortId,
}: CohortAccess<'seeWork' | 'manage'>): Promise<ExtendableWork[]> {
  const { timeZone, work } = await extendable(cohortId);
  return work.map((item) => ({
    key: workKey(item),
    title: item.title,
    due: formatDeadline(item.dueAt, timeZone),
  }));
}

/** All later deadlines of a cohort's learners and groups, in the order of the course, groups first. */
export async function extensionsOf({ cohortId }: CohortAccess<'seeWork'>): Promise<ExtensionView[]> {
  const include = { grantedBy: { select: { name: true } } } as const;
  const [{ timeZone, work }, ofGroups, ofLearners] = await Promise.all([
    extendable(cohortId),
    db().groupExtension.findMany({ where: { cohortId }, include }),
    db().extension.findMany({
      // Of someone who has left, staff see nothing. Those who return have it again.
      where: { cohortId, learner: { memberOf: { some: { cohortId } } } },
      include: { ...include, learner: { select: { name: true } } },
    }),
  ]);
  const dueAt = new Map(work.map((item) => [workKey(item), item.dueAt]));
  const all = await inCourseOrder([
    ...ofGroups.map((row) => ({ ...row, who: row.groupName, holder: { groupName: row.groupName } })),
    ...ofLearners.map((row) => ({ ...row, who: row.learner.name, holder: { learnerId: row.learnerId } })),
  ]);
  return all.map(({ kind, slug, title, until, reason, grantedBy, who, holder }) => {
    const due = dueAt.get(workKey({ kind, slug }));
    return {
      key: extensionKey({ kind, slug }, holder),
      who: visibleLine(who),
      learnerId: 'learnerId' in holder ? holder.learnerId : undefined,
      title,
      until: { at: until.toISOString(), timeZone },
      reason: visibleLine(reason),
      grantedBy: nameOf(grantedBy),
      isWithoutEffect: due === undefined || until <= due,
    };
  });
}

/**
 * Gives a group of a cohort a later deadline for an assignment, instead of one given before. Who joins the
 * group later has it too.
 *
 * @param until wall clock time in the cohort's zone
 * @throws PlatformError `not-found` for work without a deadline, `bad-request` for a time that is not later
 */
export async function extendForGroup(
  access: CohortAccess<'manage'>,
  { kind, slug, group, until, reason }: Work & { group: string; until: string; reason: string },
): Promise<void> {
  const { cohortId, account } = access;
  const { timeZone, work } = await extendable(cohortId);
  const item = work.find((candidate) => workKey(candidate) === workKey({ kind, slug }));
  if (!item)
    throw new PlatformError(
      'not-found',
      'This is no longer assigned, or has no deadline any more. Reload the page.',
    );
  const instant = instantOf(until, timeZone);
  if (instant === undefined || instant <= item.dueAt)
    throw new PlatformError('bad-request', 'Enter a time after the deadline of the class.');
  const key = { cohortId, kind, slug, groupName: group };
  const extension = { until: instant, reason, grantedById: account.id, grantedAt: new Date() };
  await db().$transaction(async (transaction) => {
    await transaction.groupExtension.upsert({
      where: { cohortId_kind_slug_groupName: key },
      create: { ...key, ...extension },
      update: extension,
    });
    const details = { kind, slug, until: instant.toISOString() };
    await record(transaction, access, { action: 'deadline.extend-group', in: access, details });
  });
}

/** Takes an extension back, by the key of its view. @returns whether there was one */
export async function withdrawExtension(access: CohortAccess<'manage'>, key: string): Promise<boolean> {
  const { cohortId } = access;
  const read = readKey(key);
  if (!read) return false;
  const { kind, slug, holder } = read;
  return db().$transaction(async (transaction) => {
    const { count } =
      'learnerId' in holder
        ? await transaction.extension.deleteMany({ where: { cohortId, kind, slug, ...holder } })
        : await transaction.groupExtension.deleteMany({ where: { cohortId, kind, slug, ...holder } });
    if (count > 0)
      await record(transaction, access, {
        action: 'deadline.reset',
        in: access,
        details: { kind, slug },
        ...('learnerId' in holder && { personId: holder.learnerId }),
      });
    return count > 0;
  });
}

/** What importing a CSV file with extensions of single learners would do. */
export async function previewExtensions(access: CohortAccess<'manage'>, csv: string): Promise<ImportPreview> {
  const { timeZone, rows, errors } = await planExtensions(access, csv);
  return {
    columns: ['Learner', 'Exercise', 'Until', 'Reason'],
    rows: rows.map(({ row, name, items, earlier }) => ({
      line: row.line,
      cells: [
        name,
        items.length === 1 ? items[0]!.title : 'all',
        formatDeadline(row.until, timeZone),
        visibleLine(row.reason),
      ],
      effect: effectOf(items.length, earlier),
      isChange: true,
    })),
    errors: errors.toSorted((a, b) => a.line - b.line),
  };
}

/** @param earlier how many of the deadlines are earlier than the ones that the learner has now */
function effectOf(deadlines: number, earlier: number): string {
  if (deadlines === 1) return earlier === 0 ? 'is extended' : 'is earlier than the extension until now';
  const all = `${deadlines} deadlines are extended`;
  return earlier === 0 ? all : `${all}, ${earlier} of them to less than until now`;
}

/**
 * Gives learners the later deadlines in a CSV file, instead of those given before. Rows with errors are left
 * out. If a learner has several rows for the same work, because one is for all, the latest time counts.
 *
 * @returns the number of deadlines
 */
export async function importExtensions(access: CohortAccess<'manage'>, csv: string): Promise<number> {
  const { rows } = await planExtensions(access, csv);
  const byKey = new Map<string, ExtensionRow & { learnerId: string; item: Extendable }>();
  for (const { row, learnerId, items } of rows)
    for (const item of items) {
      const key = extensionKey(item, { learnerId });
      const other = byKey.get(key);
      if (other === undefined || other.until < row.until) byKey.set(key, { ...row, learnerId, item });
    }
  const all = [...byKey.values()];
  await db().$transaction(async (transaction) => {
    await transaction.$executeRaw`
    INSERT INTO extension (cohort_id, granted_by_id, kind, slug, learner_id, until, reason)
    SELECT ${access.cohortId}, ${access.account.id}, kind::assignment_kind, slug, learner_id, until, reason
    FROM unnest(
      ${all.map(({ item }) => item.kind)}::text[],
      ${all.map(({ item }) => item.slug)}::text[],
      ${all.map(({ learnerId }) => learnerId)}::text[],
      ${all.map(({ until }) => until)}::timestamptz[],
      ${all.map(({ reason }) => reason)}::text[]) AS entered(kind, slug, learner_id, until, reason)
    ON CONFLICT (cohort_id, kind, slug, learner_id) DO UPDATE
    SET until = excluded.until, reason = excluded.reason, granted_by_id = excluded.granted_by_id,
      granted_at = now()`;
    if (all.length > 0)
      await record(transaction, access, {
        action: 'deadline.import',
        in: access,
        details: { extended: all.length },
      });
  });
  return all.length;
}

interface Planned {
  row: ExtensionRow;
  learnerId: string;
  name: string;
  items: Extendable[];
  /** How many of them were extended to a later time before. */
  earlier: number;
}

async function planExtensions({ cohortId }: CohortAccess<'manage'>, csv: string) {
  const [{ timeZone, work }, members, present] = await Promise.all([
    extendable(cohortId),
    db().cohortMember.findMany({
      where: { cohortId },
      select: { learnerId: true, learner: { select: { email: true, name: true } } },
    }),
    db().extension.findMany({
      where: { cohortId },
      select: { kind: true, slug: true, learnerId: true, until: true },
    }),
  ]);
  const untilNow = new Map(present.map((row) => [extensionKey(row, row), row.until]));
  const byEmail = new Map(members.map((member) => [member.learner.email, member]));
  const { rows, errors } = readExtensions(storable(csv), timeZone);
  const planned: Planned[] = [];
  for (const row of rows) {
    const member = byEmail.get(row.email);
    const items = work.filter(({ slug, title, dueAt, isExam }) =>
      row.exercise === null ? !isExam && dueAt < row.until : [slug, title].includes(row.exercise),
    );
    const problem =
      member === undefined
        ? `No learner of this class has the address “${visibleLine(row.email)}”.`
        : whyNot(row, items, timeZone);
    if (problem !== undefined || member === undefined) errors.push({ line: row.line, message: problem! });
    else {
      const { learnerId, learner } = member;
      const earlier = items.filter((item) => {
        const until = untilNow.get(extensionKey(item, { learnerId }));
        return until !== undefined && until > row.until;
      }).length;
      planned.push({ row, items, learnerId, name: visibleLine(learner.name), earlier });
    }
  }
  return { timeZone, rows: planned, errors };
}

function whyNot(
  { exercise, until }: ExtensionRow,
  items: readonly Extendable[],
  timeZone: string,
): string | undefined {
  if (items.length === 0)
    return exercise === null
      ? 'No deadline of the class is earlier than this time. Exams have to be named.'
      : `“${visibleLine(exercise)}” is not assigned with a deadline. Enter its name as on the page “Assignments”.`;
  const later = items.find(({ dueAt }) => dueAt >= until);
  return later && `The class has until ${formatDeadline(later.dueAt, timeZone)}. Enter a later time.`;
}

async function extendable(cohortId: string): Promise<{ timeZone: string; work: Extendable[] }> {
  const { timeZone, assignments } = await db().cohort.findUniqueOrThrow({
    where: { id: cohortId },
    select: { timeZone: true, assignments: { select: { kind: true, slug: true, dueAt: true, mode: true } } },
  });
  const work = (await inCourseOrder(assignments)).flatMap(({ dueAt, mode, ...item }) =>
    dueAt === null ? [] : [{ ...item, dueAt, isExam: mode === 'exam' }],
  );
  return { timeZone, work };
}

function extensionKey(work: Work, holder: Holder): string {
  return 'learnerId' in holder
    ? `learner:${workKey(work)}:${holder.learnerId}`
    : `group:${workKey(work)}:${holder.groupName}`;
}

function readKey(key: string): (Work & { holder: Holder }) | undefined {
  const [, what, kind, slug, name] = /^(learner|group):(exercise|quiz)\/([a-z0-9-]+):(.+)$/s.exec(key) ?? [];
  if (what === undefined) return undefined;
  const holder = what === 'learner' ? { learnerId: storable(name!) } : { groupName: storable(name!) };
  return { kind: kind as AssignmentKindName, slug: slug!, holder };
}
