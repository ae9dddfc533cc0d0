import 'server-only';
import { db } from '../db/client.ts';

/** The draft that a run checked; undefined if the run was not for one, or what was checked is forgotten. */
export async function draftOfRun(runId: string): Promise<string | undefined> {
  const item = await db().proofItem.findFirst({
    where: { runId },
    select: { proof: { select: { draft: true } } },
  });
  return item?.proof.draft;
}
