import 'server-only';
import type { QueuePosition } from '@dfm/contracts/browser-api';
import { db } from '../db/client.ts';
import { canTake, type ReadyRunner, readyRunners } from '../nodes/runners.ts';
import { batching } from '../platform/batching.ts';
import { perProcess } from '../platform/per-process.ts';
import { readinessWith } from '../preparation/preparation-view.ts';
import { readPreparation } from '../preparation/read-preparation.ts';
import { startEstimatesMs } from './start-estimate.ts';
import { runsInTurn } from './turn.ts';
import { type Measurable, usualDurations } from './usual-duration.ts';

/** The positions of queued runs, by ID. */
export type QueuePositions = ReadonlyMap<string, QueuePosition>;

/** @returns undefined if the run is no longer queued */
export async function queuePosition(runId: string): Promise<QueuePosition | undefined> {
  return (await queuePositions()).get(runId);
}

/** The positions of all queued runs. Calls at the same time share the work, which is the same for all of them. */
export function queuePositions(): Promise<QueuePositions> {
  const read = perProcess('queue positions', () =>
    batching<void, QueuePositions>(Infinity, async (requests) => {
      const positions = await readPositions();
      return requests.map(() => positions);
    }),
  );
  return read();
}

interface QueuedRun extends Measurable {
  id: string;
  needs: string[];
  bases: string[];
}

async function readPositions(): Promise<QueuePositions> {
  const queued = await db().$queryRaw<QueuedRun[]>`
    WITH turn AS (${runsInTurn}) SELECT id, exercise, kind, needs, bases FROM turn ORDER BY place`;
  if (queued.length === 0) return new Map();
  const running = await db().$queryRaw<(Measurable & { claimedBy: string; forMs: number })[]>`
    SELECT exercise, kind, claimed_by AS "claimedBy", (extract(epoch FROM now() - started_at) * 1000)::float8 AS "forMs"
    FROM run WHERE state = 'running'`;
  const usualMs = await usualDurations([...queued, ...running]);
  const ready = await readyRunners();
  const preparation = await readPreparation();
  const groups = [...Map.groupBy(ready, alike).values()];
  const starts = startEstimatesMs(
    groups.map((nodes) => ({
      slots: nodes.reduce((sum, { runsAtOnce }) => sum + runsAtOnce, 0),
      running: running
        .filter(({ claimedBy }) => nodes.some(({ name }) => name === claimedBy))
        .map((run) => {
          const ms = usualMs(run);
          return ms && Math.max(0, ms - run.forMs);
        }),
    })),
    queued.map((run) => ({
      ms: usualMs(run),
      groups: [...groups.keys()].filter((group) => canTake(groups[group]!.slice(0, 1), run) > 0),
    })),
  );
  return new Map(
    queued.map((run, index) => {
      const { runners, preparation: awaited } = readinessWith(ready, preparation, run);
      const position = {
        place: index + 1,
        runners,
        lacks: runners === 0 && awaited === undefined ? run.needs : [],
        preparation: awaited,
        startsInMs: runners > 0 ? starts[index] : undefined,
      };
      return [run.id, position];
    }),
  );
}

/** The same for nodes that can take the same runs. */
function alike({ labels, basesToCome, reservedFor }: ReadyRunner): string {
  return JSON.stringify([labels.toSorted(), basesToCome.toSorted(), reservedFor.toSorted()]);
}
