import 'server-only';
import type { QueuePosition } from '@dfm/contracts/browser-api';
import { type RunKind, db } from '../db/client.ts';
import { placesForRuns } from '../nodes/runners.ts';
import { readinessFor } from '../preparation/preparation-view.ts';
import { startEstimateMs } from './start-estimate.ts';
import { runsInTurn } from './turn.ts';
import { usualDurationMs } from './usual-duration.ts';

/** @returns undefined if the run is no longer queued */
export async function queuePosition(runId: string): Promise<QueuePosition | undefined> {
  const runsUpToThis = await db().$queryRaw<
    { id: string; exercise: string; kind: RunKind; needs: string[]; bases: string[] }[]
  >`
    WITH turn AS (${runsInTurn}) SELECT id, exercise, kind, needs, bases FROM turn WHERE place <= (SELECT place FROM turn WHERE id = ${runId}) ORDER BY place`;
  const own = runsUpToThis.at(-1);
  if (own === undefined) return undefined;
  const running = await db().$queryRaw<{ exercise: string; kind: RunKind; forMs: number }[]>`
    SELECT exercise, kind, (extract(epoch FROM now() - started_at) * 1000)::float8 AS "forMs" FROM run WHERE state = 'running'`;
  const usual = await usualDurations([...runsUpToThis, ...running]);
  const left = running.map((run) => {
    const ms = usual.get(keyOf(run));
    return ms && Math.max(0, ms - run.forMs);
  });
  const ahead = runsUpToThis.slice(0, -1).map((run) => usual.get(keyOf(run)));
  const { runners, preparation } = await readinessFor(own.bases, own.needs);
  return {
    place: runsUpToThis.length,
    runners,
    lacks: runners === 0 && preparation === undefined ? own.needs : [],
    preparation,
    startsInMs:
      areKnown(left) && areKnown(ahead) && runners > 0
        ? startEstimateMs(await placesForRuns(), left, ahead)
        : undefined,
  };
}

interface Measurable {
  exercise: string;
  kind: RunKind;
}

function keyOf({ exercise, kind }: Measurable): string {
  return `${exercise} ${kind}`;
}

async function usualDurations(runs: readonly Measurable[]): Promise<Map<string, number | undefined>> {
  const distinct = new Map(runs.map((run) => [keyOf(run), run]));
  return new Map(
    await Promise.all(
      [...distinct].map(async ([key, run]) => [key, await usualDurationMs(run.exercise, run.kind)] as const),
    ),
  );
}

function areKnown(values: readonly (number | undefined)[]): values is number[] {
  return !values.includes(undefined);
}
