import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { Prisma, db } from '../db/client.ts';
import { cancel } from '../runs/cancel.ts';
import { tablesOfData } from './personal-data.ts';
import { quoted, rowsOf } from './rows-of.ts';
import type { Belonging } from './table-of-data.ts';

/** Submissions deleted by one statement. Each may have results and logs of several megabytes. */
const SUBMISSIONS = 20;
/** In a text, a shorter name is too likely to be a different word. */
const NAME_MIN = 3;
const REPLACEMENT = '[deleted account]';

/** Far more than erasing takes, so that a busy database does not keep a person from being erased. */
const whole = { timeout: 60_000, maxWait: 10_000 };

type Transaction = Prisma.TransactionClient;

/**
 * Erases a person as the table of personal data says: what is about them is deleted, and what they did as
 * staff stays for those it was done for, without them.
 *
 * @param before runs in the same transaction, at its beginning
 * @throws PlatformError `not-found` if there is no such person, `conflict` for the only admin, and for the
 *   only instructor of a course
 */
export async function erase(
  personId: string,
  before: (transaction: Transaction) => Promise<void> = async () => {},
): Promise<void> {
  const person = await db().user.findUnique({
    where: { id: personId },
    select: { id: true, name: true, email: true, isAdmin: true },
  });
  if (!person) throw new PlatformError('not-found', 'There is no such account any more.');
  await assertReplaceable(person, db());
  const active = await db().run.findMany({
    where: { learnerId: personId, kind: 'practice', state: { in: ['queued', 'running'] } },
    select: { id: true },
  });
  for (const { id } of active) await cancel(personId, id).catch(ignoreEnded);
  await deleteSubmissions(personId);
  await db().$transaction(async (transaction) => {
    // Waits for everything that is being stored for the person, and keeps more from being stored. Of two last
    // admins or instructors who go at once, the second waits and then is the only one.
    await transaction.$queryRaw`SELECT id FROM "user" WHERE id = ${personId} OR is_admin ORDER BY id FOR UPDATE`;
    await transaction.$queryRaw`
      SELECT id FROM course WHERE id IN (SELECT course_id FROM staff_member WHERE user_id = ${personId})
      ORDER BY id FOR UPDATE`;
    await assertReplaceable(person, transaction);
    await before(transaction);
    const taught = await transaction.staffMember.findMany({
      where: { userId: personId },
      select: { courseId: true },
    });
    for (const [table, { belongsTo }] of tablesOfData.toReversed())
      for (const belonging of belongsTo)
        await transaction.$executeRaw(
          belonging.onErasure === 'delete'
            ? Prisma.sql`DELETE FROM ${quoted(table)} WHERE ${rowsOf(belonging, personId)}`
            : anonymise(table, belonging, person),
        );
    // Without classes and staff, only an admin could still find them.
    await transaction.course.deleteMany({
      where: {
        id: { in: taught.map(({ courseId }) => courseId) },
        cohorts: { none: {} },
        staff: { none: {} },
      },
    });
  }, whole);
}

/** In batches, because those of a whole course may take longer than a statement may. The rest goes with them. */
async function deleteSubmissions(learnerId: string): Promise<void> {
  for (;;) {
    const count = await db().$executeRaw`
      DELETE FROM submission WHERE id IN (
        SELECT id FROM submission WHERE learner_id = ${learnerId} LIMIT ${SUBMISSIONS})`;
    if (count < SUBMISSIONS) return;
  }
}

function anonymise(
  table: string,
  belonging: Belonging,
  { id, name, email }: { id: string; name: string; email: string },
): Prisma.Sql {
  const names = [email, name].filter((text) => text.length >= NAME_MIN).map(escapedPattern);
  const pattern = `(?<!\\w)(?:${names.join('|')})(?!\\w)`;
  const changes = (belonging.redact ?? []).map((column) => {
    const text = quoted(column);
    return Prisma.sql`${text} = regexp_replace(${text}, ${pattern}, ${REPLACEMENT}, 'gi')`;
  });
  return Prisma.sql`
    UPDATE ${quoted(table)} SET ${Prisma.join([Prisma.sql`${quoted(belonging.column)} = NULL`, ...changes])}
    WHERE ${rowsOf(belonging, id)}`;
}

const escapedPattern = (text: string) => text.replaceAll(/[^\p{L}\p{N}\s]/gu, String.raw`\$&`);

/** @throws PlatformError `conflict` for the only admin, and for the only instructor of a course */
async function assertReplaceable(
  { id, isAdmin }: { id: string; isAdmin: boolean },
  executor: Pick<Transaction, 'user' | 'course'>,
): Promise<void> {
  if (isAdmin && (await executor.user.count({ where: { isAdmin: true } })) === 1)
    throw new PlatformError(
      'conflict',
      'This account is the only admin of this installation. Make someone else an admin first, with npm run admin-link.',
    );
  const alone = await executor.course.findFirst({
    where: {
      AND: [
        { cohorts: { some: {} } },
        { staff: { some: { userId: id, role: 'instructor' } } },
        { staff: { none: { userId: { not: id }, role: 'instructor' } } },
      ],
    },
    select: { name: true },
  });
  if (alone)
    throw new PlatformError(
      'conflict',
      `This account is the only instructor of “${alone.name}”. Make someone else an instructor, or delete its classes, first.`,
    );
}

/** The run has its verdict by now, which is deleted with it. */
function ignoreEnded(error: unknown): void {
  if (!(error instanceof PlatformError)) throw error;
}
