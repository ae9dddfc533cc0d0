import 'server-only';
import { db } from '../db/client.ts';

/** The number of open terminals, by state. */
export async function openTerminals(): Promise<{ waiting: number; running: number }> {
  const counts = await db().terminalSession.groupBy({
    by: ['state'],
    where: { state: { not: 'ended' } },
    _count: true,
  });
  const count = (of: string) => counts.find(({ state }) => state === of)?._count ?? 0;
  return { waiting: count('waiting'), running: count('running') };
}
