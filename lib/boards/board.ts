import 'server-only';
import type { Board, OwnEntry } from '@dfm/contracts/page-data';
import { recordedRun } from '../content/recorded-run.ts';
import { db } from '../db/client.ts';
import { boardExercise } from '../exercises/board-exercise.ts';
import { ranked, rankedBytes } from '../exercises/ranking.ts';
import { confirmationOf, confirming } from '../runs/confirmation.ts';
import { hasPassed } from '../runs/queries.ts';

/** The number of rows that everyone sees; a learner's own row is always included. */
const ROWS_SHOWN = 100;

interface BestRun {
  learnerId: string;
  runId: string;
  bytes: number;
  wastedBytes: number;
  at: Date;
  name: string | null;
}

/**
 * The board of an exercise: the smallest confirmed image of each learner who chose a name, and of the current
 * learner with or without a name.
 *
 * @param learnerId the current learner; undefined for a visitor
 * @throws PlatformError `not-found` for an exercise without a board
 */
export async function boardOf(slug: string, learnerId: string | undefined): Promise<Board> {
  const { title } = await boardExercise(slug);
  const [best, solution, own] = await Promise.all([
    bestRuns(slug, learnerId),
    recordedRun(`${slug}/solution`),
    learnerId === undefined ? undefined : ownState(learnerId, slug),
  ]);
  const all = ranked(best);
  const isOwn = (row: BestRun) => row.learnerId === learnerId;
  const rows = all
    .filter((row, index) => index < ROWS_SHOWN || isOwn(row))
    .map((row) => ({
      rank: row.rank,
      name: row.name ?? undefined,
      bytes: row.bytes,
      wastedBytes: row.wastedBytes,
      at: row.at.toISOString(),
      ownRunId: isOwn(row) ? row.runId : undefined,
    }));
  return {
    title,
    rows,
    standing: all.length,
    solutionBytes: solution?.passed === true ? rankedBytes(solution) : undefined,
    own,
  };
}

/**
 * One row per learner. Learners without a name are left out here rather than on the page, so that their IDs
 * are not read.
 */
function bestRuns(exercise: string, learnerId: string | undefined): Promise<BestRun[]> {
  return db().$queryRaw<BestRun[]>`
    SELECT DISTINCT ON (run.learner_id) run.learner_id AS "learnerId", run.id AS "runId", run.image_bytes::float8 AS bytes,
           coalesce(run.wasted_bytes, 0)::float8 AS "wastedBytes", submission.created_at AS at, board_name.name
    FROM run
    JOIN submission ON submission.id = run.submission_id
    LEFT JOIN board_name ON board_name.learner_id = run.learner_id AND board_name.exercise = run.exercise
    WHERE run.exercise = ${exercise} AND run.kind = 'confirmation' AND run.passed AND run.image_bytes IS NOT NULL
      AND (board_name.name IS NOT NULL OR run.learner_id = ${learnerId ?? null})
    ORDER BY run.learner_id, run.image_bytes, submission.created_at`;
}

async function ownState(learnerId: string, exercise: string): Promise<OwnEntry> {
  const [chosen, passed, newest] = await Promise.all([
    db().boardName.findUnique({
      where: { learnerId_exercise: { learnerId, exercise } },
      select: { name: true },
    }),
    hasPassed(learnerId, exercise),
    db().submission.findFirst({
      where: { learnerId, exercise, runs: { some: { kind: 'confirmation', state: { not: 'cancelled' } } } },
      orderBy: { createdAt: 'desc' },
      select: { runs: confirming },
    }),
  ]);
  return {
    name: chosen?.name,
    hasPassed: passed,
    confirmation: newest ? confirmationOf(newest.runs) : undefined,
  };
}
