import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { RunComment, WaitingRun } from '@dfm/contracts/page-data';
import { visibleLine, visibleText } from '@dfm/contracts/visible-text';
import type { Account } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { countUse } from '../limits/hourly-use.ts';
import { readStoredFiles } from '../runs/stored-files.ts';
import type { CohortAccess } from './access.ts';
import { inCourseOrder } from './assigned.ts';
import { cohortsWith } from './cohorts-with.ts';

const PREVIEW_CHARACTERS = 160;

declare const checked: unique symbol;

/** Proof that someone takes part in the conversation about a run: its learner, or staff who may see it. */
export interface Conversation {
  readonly runId: string;
  readonly account: Account;
  readonly isLearner: boolean;
  readonly [checked]: true;
}

/**
 * The conversation about a run. There is one if the learner is in a class that has to do its exercise.
 *
 * @returns undefined for everyone who does not take part
 */
export async function conversationOf(account: Account, runId: string): Promise<Conversation | undefined> {
  const run = isId(runId)
    ? await db().run.findUnique({ where: { id: runId }, select: { learnerId: true, exercise: true } })
    : null;
  if (!run) return undefined;
  const isLearner = run.learnerId === account.id;
  const cohort = cohortsWith(run.exercise, isLearner ? undefined : account);
  const membership = await db().cohortMember.findFirst({
    where: { learnerId: run.learnerId, cohort },
    select: { cohortId: true },
  });
  return membership ? ({ runId, account, isLearner } as Conversation) : undefined;
}

/** The comments about a run, the oldest first. Those of staff count as seen once the learner reads them. */
export async function readComments({ runId, isLearner }: Conversation): Promise<RunComment[]> {
  const { comments, submission } = await db().run.findUniqueOrThrow({
    where: { id: runId },
    select: {
      submission: { select: { files: true } },
      comments: {
        orderBy: [{ writtenAt: 'asc' }, { id: 'asc' }],
        include: { author: { select: { name: true } } },
      },
    },
  });
  const unseen = comments.filter(({ byLearner, seenAt }) => !byLearner && seenAt === null);
  if (isLearner && unseen.length > 0)
    await db().comment.updateMany({
      where: { id: { in: unseen.map(({ id }) => id) }, seenAt: null },
      data: { seenAt: new Date() },
    });
  return comments.map(({ id, author, byLearner, path, line, text, writtenAt }) => {
    const quoted = line === null ? undefined : linesOf(submission.files, path)[line - 1];
    return {
      id,
      author: author === null ? 'Someone who has left' : visibleLine(author.name),
      byLearner,
      place: quoted === undefined ? undefined : { path: path!, line: line!, text: visibleLine(quoted) },
      text: visibleText(text),
      writtenAt: writtenAt.toISOString(),
    };
  });
}

/**
 * Adds a comment to the conversation about a run.
 *
 * @param place `Dockerfile:7`, the name of a submitted file and a line of it; empty: the run as a whole
 * @throws PlatformError `bad-request` for a line that was not submitted, `rate-limited`
 */
export async function addComment(
  { runId, account, isLearner }: Conversation,
  { text, place }: { text: string; place: string },
): Promise<void> {
  const [, path, line] = /^(.+):(\d{1,6})$/.exec(place) ?? [];
  if (place !== '') {
    const { submission } = await db().run.findUniqueOrThrow({
      where: { id: runId },
      select: { submission: { select: { files: true } } },
    });
    const lines = linesOf(submission.files, path).length;
    if (!(Number(line) >= 1 && Number(line) <= lines))
      throw new PlatformError(
        'bad-request',
        'The submission has no such line. Enter one such as Dockerfile:7.',
      );
  }
  await countUse(account.id, 'comment');
  await db().comment.create({
    data: {
      runId,
      authorId: account.id,
      byLearner: isLearner,
      text,
      ...(place !== '' && { path: path!, line: Number(line) }),
    },
  });
}

/** The lines of a submitted file; none for a file that was not submitted. */
function linesOf(stored: unknown, path: string | null | undefined): string[] {
  const files = new Map(Object.entries(readStoredFiles(stored)));
  return files.get(path ?? '')?.split('\n') ?? [];
}

/** The runs of a cohort's members in which the last word is the learner's, the one that waits longest first. */
export async function unansweredIn({ cohortId }: CohortAccess<'seeWork'>): Promise<WaitingRun[]> {
  return waitingRuns(
    await db().$queryRaw<WaitingRow[]>`
    SELECT DISTINCT ON (run.id) run.id AS "runId", run.exercise, learner.name AS learner, comment.text,
      comment.written_at AS "writtenAt", comment.by_learner AS "isWaiting"
    FROM comment
    JOIN run ON run.id = comment.run_id
    JOIN "user" AS learner ON learner.id = run.learner_id
    JOIN cohort_member AS member ON member.learner_id = run.learner_id AND member.cohort_id = ${cohortId}
    JOIN assignment ON assignment.slug = run.exercise AND assignment.kind = 'exercise' AND assignment.cohort_id = ${cohortId}
    ORDER BY run.id, comment.written_at DESC, comment.id DESC`,
  );
}

/** A learner's runs for a cohort with comments of staff that the learner has not seen. */
export async function newAnswers(learnerId: string, cohortId: string): Promise<WaitingRun[]> {
  return waitingRuns(
    await db().$queryRaw<WaitingRow[]>`
    SELECT DISTINCT ON (run.id) run.id AS "runId", run.exercise, learner.name AS learner, comment.text,
      comment.written_at AS "writtenAt", true AS "isWaiting"
    FROM comment
    JOIN run ON run.id = comment.run_id
    JOIN "user" AS learner ON learner.id = run.learner_id
    JOIN assignment ON assignment.slug = run.exercise AND assignment.kind = 'exercise' AND assignment.cohort_id = ${cohortId}
    WHERE run.learner_id = ${learnerId} AND NOT comment.by_learner AND comment.seen_at IS NULL
    ORDER BY run.id, comment.written_at DESC, comment.id DESC`,
  );
}

type WaitingRow = Omit<WaitingRun, 'writtenAt'> & { writtenAt: Date; isWaiting: boolean };

async function waitingRuns(rows: WaitingRow[]): Promise<WaitingRun[]> {
  const waiting = rows.filter(({ isWaiting }) => isWaiting);
  const titled = await inCourseOrder(
    waiting.map(({ exercise }) => ({ kind: 'exercise' as const, slug: exercise })),
  );
  const titleOf = new Map(titled.map(({ slug, title }) => [slug, title]));
  return waiting
    .toSorted((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime())
    .map(({ runId, exercise, learner, text, writtenAt }) => ({
      runId,
      exercise: titleOf.get(exercise)!,
      learner: visibleLine(learner),
      text: visibleLine(text.length > PREVIEW_CHARACTERS ? `${text.slice(0, PREVIEW_CHARACTERS)} …` : text),
      writtenAt: writtenAt.toISOString(),
    }));
}
