import 'server-only';
import type { PointsAt, ScoreLedger, ScoreRow, ScoreState } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { formatDeadline, wallClockOf } from '@dfm/gradebook/wall-clock';
import { Prisma, db } from '../db/client.ts';
import type { AssignmentKind } from '../db/generated/enums.ts';
import { inCourseOrder } from '../teaching/assigned.ts';
import { workKey } from '../teaching/assignments.ts';
import type { ContextAccess } from './access.ts';
import { problemText } from './service-problem.ts';

const PAGE_SIZE = 50;

/** What is shown of the ledger. */
interface Shown {
  onlyOpen: boolean;
  /** From 1. A page after the last one shows the last one. */
  page: number;
}

interface Row {
  linkId: string;
  learnerId: string;
  kind: AssignmentKind;
  slug: string;
  name: string;
  wantedPoints: number | null;
  wantedAt: Date;
  sentPoints: number | null;
  sentAt: Date | null;
  acknowledgedPoints: number | null;
  acknowledgedAt: Date | null;
  error: string | null;
  nextTryAt: Date | null;
  isDisconnected: boolean;
}

/**
 * The points that an LMS should have and has for a course.
 *
 * @returns undefined if the course has no class
 */
export async function scoreLedger(
  { contextId }: ContextAccess,
  { onlyOpen, page: asked }: Shown,
): Promise<ScoreLedger | undefined> {
  const context = await db().ltiContext.findUniqueOrThrow({
    where: { id: contextId },
    select: {
      cohort: { select: { id: true, timeZone: true } },
      platform: { select: { problem: true, pausedUntil: true } },
    },
  });
  const { cohort, platform } = context;
  if (cohort === null) return undefined;
  const { timeZone } = cohort;
  const counts = await countsOf(contextId);
  const pages = Math.max(1, Math.ceil((onlyOpen ? counts.open : counts.all) / PAGE_SIZE));
  const page = Math.min(asked, pages);
  const { problem, pausedUntil } = platform;
  const isPaused = problem !== null && pausedUntil !== null && pausedUntil > new Date();
  return {
    cohortId: cohort.id,
    timeZone,
    pause: isPaused
      ? { problem: problemText(problem), until: formatDeadline(pausedUntil, timeZone) }
      : undefined,
    ...counts,
    onlyOpen,
    page,
    pages,
    rows: await withTitles(await rowsOf(contextId, onlyOpen, page), timeZone),
  };
}

type Counts = Pick<ScoreLedger, 'all' | 'open' | 'failed' | 'disconnected'>;

/** Whether a score has to be sent and its learner has no ID in the LMS any more. */
const isDisconnected = Prisma.sql`(next_try_at IS NOT NULL AND NOT EXISTS (
  SELECT FROM account WHERE user_id = learner_id AND provider_id = 'lti:' || context.platform_id))`;

async function countsOf(contextId: string): Promise<Counts> {
  const [counts] = await db().$queryRaw<[Counts]>`
    SELECT count(*)::int AS all, count(next_try_at)::int AS open,
      count(*) FILTER (WHERE error IS NOT NULL AND NOT ${isDisconnected})::int AS failed,
      count(*) FILTER (WHERE ${isDisconnected})::int AS disconnected
    FROM lti_score
    JOIN lti_link AS link ON link.id = link_id
    JOIN lti_context AS context ON context.id = link.context_id
    WHERE context.id = ${contextId}`;
  return counts;
}

/** What was refused first, by reason, then what is not sent, what waits and what is confirmed, then by name. */
async function rowsOf(contextId: string, onlyOpen: boolean, page: number): Promise<Row[]> {
  return db().$queryRaw<Row[]>`
    SELECT link_id AS "linkId", learner_id AS "learnerId", link.kind, link.slug, learner.name,
      wanted_points AS "wantedPoints", wanted_at AS "wantedAt", sent_points AS "sentPoints", sent_at AS "sentAt",
      acknowledged_points AS "acknowledgedPoints", acknowledged_at AS "acknowledgedAt", error, next_try_at AS "nextTryAt",
      ${isDisconnected} AS "isDisconnected"
    FROM lti_score
    JOIN lti_link AS link ON link.id = link_id
    JOIN lti_context AS context ON context.id = link.context_id
    JOIN "user" AS learner ON learner.id = learner_id
    WHERE context.id = ${contextId} AND ${onlyOpen ? Prisma.sql`next_try_at IS NOT NULL` : Prisma.sql`true`}
    ORDER BY next_try_at IS NULL, error IS NULL AND NOT ${isDisconnected}, ${isDisconnected},
      CASE WHEN ${isDisconnected} THEN NULL ELSE error END, learner.name, learner_id, link.kind, link.slug, link_id
    LIMIT ${PAGE_SIZE} OFFSET ${(page - 1) * PAGE_SIZE}`;
}

async function withTitles(rows: readonly Row[], timeZone: string): Promise<ScoreRow[]> {
  const inWords = (at: Date) => wallClockOf(at, timeZone).replace('T', ' ');
  const work = new Map(rows.map(({ kind, slug }) => [workKey({ kind, slug }), { kind, slug }]));
  const titled = await inCourseOrder([...work.values()]);
  const titles = new Map(titled.map((item) => [workKey(item), item.title]));
  const pointsAt = (points: number | null, at: Date | null): PointsAt | undefined =>
    at === null ? undefined : { points, at: inWords(at) };
  return rows.map((row) => {
    const title = titles.get(workKey(row))!;
    return {
      linkId: row.linkId,
      learnerId: row.learnerId,
      name: visibleLine(row.name),
      link: row.kind === 'quiz' ? `Quiz: ${title}` : title,
      state: stateOf(row),
      wanted: { points: row.wantedPoints, at: inWords(row.wantedAt) },
      sent: pointsAt(row.sentPoints, row.sentAt),
      confirmed: pointsAt(row.acknowledgedPoints, row.acknowledgedAt),
      problem: problemOf(row),
      nextTry: row.nextTryAt === null || row.isDisconnected ? undefined : inWords(row.nextTryAt),
    };
  });
}

function stateOf({ isDisconnected: hasNoId, error, nextTryAt }: Row): ScoreState {
  if (hasNoId) return 'disconnected';
  if (error !== null) return 'failed';
  return nextTryAt === null ? 'confirmed' : 'waiting';
}

function problemOf({ isDisconnected: hasNoId, error }: Row): string | undefined {
  if (hasNoId) return notSent;
  return error === null ? undefined : problemText(error);
}

const notSent =
  'These learners have disconnected their account from the LMS, so this site no longer knows who they are there. Their points are sent once they open a link in the LMS and connect it again.';
