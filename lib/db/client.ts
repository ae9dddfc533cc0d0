import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import { env } from '../platform/env.ts';
import { perProcess } from '../platform/per-process.ts';
import { PrismaClient } from './generated/client.ts';

export { Prisma } from './generated/client.ts';
export type { RunKind, RunState } from './generated/enums.ts';

const CONNECTIONS_MAX = 10;
const CONNECTION_MS = 5_000;
const QUERY_MS = 10_000;

/**
 * Without these limits, a query on a silently broken connection would hang for the two hours of the kernel's
 * default.
 */
const bounds = {
  connectionTimeoutMillis: CONNECTION_MS,
  query_timeout: QUERY_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
};

/** The database of this process; connects with the first query. */
export function db(): PrismaClient {
  return perProcess(
    'db',
    () =>
      new PrismaClient({
        adapter: new PrismaPg({ connectionString: env().DATABASE_URL, max: CONNECTIONS_MAX, ...bounds }),
        // As for single queries. Prisma's defaults are 2 and 5 s, which is too short for a disk that stalls.
        transactionOptions: { maxWait: CONNECTION_MS, timeout: QUERY_MS },
      }),
  );
}
