import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { env } from '../platform/env.ts';

type Executor = Pick<ReturnType<typeof db>, '$queryRaw'>;

/**
 * Checks that one more run of a network may be queued and its files stored.
 *
 * @throws PlatformError `rate-limited`
 */
export async function assertRoomForRun(network: string, executor: Executor = db()): Promise<void> {
  const [usage] = await executor.$queryRaw<{ queued: number; megabytes: number }[]>`
    SELECT (SELECT count(*)::int FROM run WHERE state = 'queued' AND kind = 'practice' AND network = ${network}) AS queued,
           ((SELECT coalesce(sum(ended_bytes), 0) FROM run WHERE network = ${network})
            + (SELECT coalesce(sum(bytes), 0) FROM run WHERE state IN ('queued', 'running') AND network = ${network}))::float8 / 1e6 AS megabytes`;
  const { QUEUED_RUNS_PER_NETWORK: queuedMax, STORED_MB_PER_NETWORK: megabytesMax } = env();
  if (usage!.queued >= queuedMax)
    throw limited(
      `Your network has reached the limit of ${queuedMax} queued runs. Try again when some of them have ended.`,
    );
  if (usage!.megabytes < megabytesMax) return;
  const limit = `${megabytesMax.toLocaleString('en')} MB`;
  throw limited(
    `Runs from your network have reached the storage limit of ${limit} per network. Ask the operator of this site to raise the limit.`,
  );
}

const limited = (message: string) => new PlatformError('rate-limited', message);
