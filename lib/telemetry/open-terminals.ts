import 'server-only';
import { db } from '../db/client.ts';

/** The number of open terminals, by state. */
export async function openTerminals(): Promise<{ waiting: number; running: number }> {
  const counts = await db().terminalSession.groupBy({
    by: ['state'],
    where: { state: { not: 'ended' } },
    _count: true,
  });
  const counted = new Map(counts.map(({ state, _count }) => [state, _count]));
  return { waiting: counted.get('waiting') ?? 0, running: counted.get('running') ?? 0 };
}
