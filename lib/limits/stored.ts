import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { env } from '../platform/env.ts';

type Executor = Pick<ReturnType<typeof db>, '$queryRaw'>;

/**
 * Whether one more run of a network may wait, and its files be stored.
 *
 * @throws PlatformError `rate-limited`
 */
export async function assertRoomForRun(network: string, executor: Executor = db()): Promise<void> {
  const [has] = await executor.$queryRaw<{ queued: number; megabytes: number }[]>`
    SELECT count(*) FILTER (WHERE state = 'queued' AND kind = 'practice')::int AS queued,
           coalesce(sum(bytes), 0)::float8 / 1e6 AS megabytes
    FROM run WHERE network = ${network}`;
  const { QUEUED_RUNS_PER_NETWORK: queuedMax, STORED_MB_PER_NETWORK: megabytesMax } = env();
  if (has!.queued >= queuedMax)
    throw limited(
      `${has!.queued} runs from your network are waiting, which is the limit. Try again when some of them have ended.`,
    );
  if (has!.megabytes < megabytesMax) return;
  const limit = `${megabytesMax.toLocaleString('en')} MB`;
  throw limited(
    `Runs from your network fill the ${limit} that one network may store here. Ask the operator of this site to raise the limit.`,
  );
}

const limited = (message: string) => new PlatformError('rate-limited', message);
