import 'server-only';
import type { ContextFile } from '@dfm/contracts';
import type { Attempt } from '@dfm/course/check/check-content';
import { Prisma } from '../db/client.ts';
import { baseImages } from '../nodes/base-images.ts';
import { requiredLabels } from '../runs/submit.ts';
import { state, transition } from '../runs/transition.ts';

/** Stands for the network of these runs, so that no network's limits include them and their events expire. */
const NETWORK = 'proof';

interface VariantToGrade {
  proofId: string;
  position: number;
  /** Of the content with the exercise. */
  commit: string;
  /** Whose run it is, so that the author can follow it. */
  learnerId: string;
  attempt: Attempt;
}

/** Queues the run that grades a variant for a proof. */
export async function queueVariant(
  transaction: Prisma.TransactionClient,
  { proofId, position, commit, learnerId, attempt: { loaded, files } }: VariantToGrade,
): Promise<void> {
  const { exercise, starter, values } = loaded;
  const dockerfile = files.find(({ path }) => path === 'Dockerfile')?.data ?? '';
  const { runs } = await transaction.submission.create({
    data: {
      learnerId,
      exercise: exercise.slug,
      files: editedTexts(starter, files),
      values,
      runs: {
        create: {
          learnerId,
          exercise: exercise.slug,
          kind: 'proof',
          content: commit,
          ...(await requiredLabels(exercise, transaction)),
          bases: baseImages(dockerfile),
          network: NETWORK,
        },
      },
    },
    select: { runs: { select: { id: true } } },
  });
  const runId = runs[0]!.id;
  await transaction.proofItem.update({
    where: { proofId_position: { proofId, position } },
    data: { runId },
  });
  await transition(
    {
      set: Prisma.sql`state = ${state('queued')}`,
      where: Prisma.sql`id = ${runId}`,
      events: [{ type: 'phase', phase: 'queued', state: 'started' }],
    },
    transaction,
  );
}

/** What a learner would have typed to get these files: a variant changes only editable texts. */
function editedTexts(starter: readonly ContextFile[], files: readonly ContextFile[]): Record<string, string> {
  const before = new Map(starter.map(({ path, data }) => [path, data]));
  return Object.fromEntries(
    files.filter(({ path, data }) => before.get(path) !== data).map(({ path, data }) => [path, data]),
  );
}
