import 'server-only';
import { db } from './db/client.ts';
import { log } from './log.ts';
import { connectedRunners } from './runs/runners.ts';

/** Whether the database answers, and how many runners are connected. A site without a runner is well: lessons work. */
export async function checkHealth(): Promise<{ ok: boolean; runners?: number }> {
  try {
    await db().$queryRaw`SELECT 1`;
    return { ok: true, runners: await connectedRunners() };
  } catch (error) {
    log.error({ err: error }, 'the database does not answer');
    return { ok: false };
  }
}
