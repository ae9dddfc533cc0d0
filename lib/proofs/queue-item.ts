import 'server-only';
import type { ContextFile, DrawnValues, Exercise } from '@dfm/contracts';
import { type Attempt, attemptsOf } from '@dfm/course/check/check-content';
import { variantOfRun } from '@dfm/course/check/variants';
import { Prisma } from '../db/client.ts';
import { anyBase, baseImages } from '../nodes/base-images.ts';
import { requiredLabels } from '../runs/submit.ts';
import { state, transition } from '../runs/transition.ts';
import { slugOfItem, type WorkItem } from '../runs/work-item.ts';
import type { ItemKey } from './proof-item.ts';

/** Stands for the network of these runs, so that no network's limits include them and their events expire. */
const NETWORK = 'proof';

interface ItemToQueue extends ItemKey {
  /** Of the content with the part. */
  commit: string;
  /** Whose run it is, so that the author can follow it. */
  learnerId: string;
  submission: ProofSubmission;
}

/** Queues the run that does the work of an item. */
export async function queueItem(
  transaction: Prisma.TransactionClient,
  { proofId, position, commit, learnerId, submission }: ItemToQueue,
): Promise<void> {
  const { exercise, files, values, graded, bases } = submission;
  const { runs } = await transaction.submission.create({
    data: {
      learnerId,
      exercise,
      files,
      values,
      runs: {
        create: {
          learnerId,
          exercise,
          kind: 'proof',
          content: commit,
          ...(graded && (await requiredLabels(graded, transaction))),
          bases,
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

/** The variant of an item, which is there, because a commit never changes. */
export async function attemptOf(folder: string, item: WorkItem): Promise<Attempt> {
  const attempts = await attemptsOf(folder, slugOfItem(item));
  return attempts.find(({ name }) => name === item.variant)!;
}

/** What is submitted to do the work of an item. */
export interface ProofSubmission {
  exercise: string;
  /** What a learner would have typed to get these files. */
  files: Record<string, string>;
  values: DrawnValues;
  /** Undefined for commands. */
  graded: Exercise | undefined;
  bases: string[];
}

/** The submission for an item. @param folder with its content */
export async function submissionOf(folder: string, item: WorkItem): Promise<ProofSubmission> {
  const exercise = slugOfItem(item);
  if (item.kind === 'commands')
    return { exercise: `lessons/${exercise}`, files: {}, values: {}, graded: undefined, bases: [anyBase] };
  if (item.part.startsWith('projects/')) {
    const { exercise: graded, files } = await variantOfRun(folder, exercise, item.variant);
    return { exercise, files: {}, values: {}, graded, bases: basesOf(files) };
  }
  return submissionOfAttempt(await attemptOf(folder, item));
}

/** The submission for a variant. */
export function submissionOfAttempt({ loaded, files }: Attempt): ProofSubmission {
  const { exercise, starter, values } = loaded;
  return {
    exercise: exercise.slug,
    files: editedTexts(starter, files),
    values,
    graded: exercise,
    bases: basesOf(files),
  };
}

const basesOf = (files: readonly ContextFile[]) =>
  baseImages(files.find(({ path }) => path === 'Dockerfile')?.data ?? '');

/** A variant changes only editable texts. */
function editedTexts(starter: readonly ContextFile[], files: readonly ContextFile[]): Record<string, string> {
  const before = new Map(starter.map(({ path, data }) => [path, data]));
  return Object.fromEntries(
    files.filter(({ path, data }) => before.get(path) !== data).map(({ path, data }) => [path, data]),
  );
}
