import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import { env } from '../platform/env.ts';
import { perProcess } from '../platform/per-process.ts';
import { PrismaClient } from './generated/client.ts';

export { Prisma } from './generated/client.ts';
export type { RunKind, RunState } from './generated/enums.ts';

const CONNECTIONS_MAX = 10;

/**
 * Without these limits, a query on a silently broken connection would hang for the two hours of the kernel's
 * default.
 */
const bounds = {
  connectionTimeoutMillis: 5_000,
  query_timeout: 10_000,
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
      }),
  );
}
