import 'server-only';
import { withContent } from '../content/content-root.ts';
import { contentOf } from '../content/versions.ts';
import { db } from '../db/client.ts';
import { log } from '../platform/log.ts';
import { judgeRuns } from './judge-runs.ts';
import { judgeTexts } from './judge-texts.ts';
import { cancelProof } from './stop-proof.ts';

interface OpenProof {
  id: string;
  commit: string;
  madeById: string | null;
}

/**
 * Checks the texts of open proofs, judges the runs that have ended, and ends the proofs that have all
 * answers. Called again and again, by one process at a time for each proof: whatever two of them do is the
 * same.
 */
export async function judgeProofs(): Promise<void> {
  const open = await db().proof.findMany({
    where: { endedAt: null, cancelledAt: null },
    select: { id: true, commit: true, madeById: true },
  });
  for (const proof of open)
    await judge(proof).catch((error: unknown) =>
      log.error({ err: error, proofId: proof.id }, 'cannot check a draft'),
    );
}

async function judge(proof: OpenProof): Promise<void> {
  const { madeById } = proof;
  // The account that started it has been erased, and its runs too.
  if (madeById === null) return cancelProof(proof.id);
  const { folder } = await contentOf(proof.commit);
  await withContent({ folder, commit: proof.commit }, async () => {
    await judgeTexts(proof.id, folder);
    await judgeRuns({ ...proof, madeById }, folder);
  });
  await db().$executeRaw`
    UPDATE proof SET ended_at = now() WHERE id = ${proof.id} AND ended_at IS NULL AND cancelled_at IS NULL
      AND NOT EXISTS (SELECT FROM proof_item WHERE proof_id = proof.id AND judged_at IS NULL)`;
}
