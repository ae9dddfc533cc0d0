import 'server-only';
import { type LessonOutputs, type RanLesson, type ResultDocument, ranLessonSchema } from '@dfm/contracts';
import { judgeVariant } from '@dfm/course/check/judge-variant';
import { variantOfRun } from '@dfm/course/check/variants';
import { db } from '../db/client.ts';
import { readStored } from '../db/read-stored.ts';
import { readStoredResult } from '../runs/stored-result.ts';
import { slugOfItem, type WorkItem } from '../runs/work-item.ts';
import { describeProblem } from './describe-problem.ts';
import { answerItem } from './proof-item.ts';
import { attemptOf, queueItem, submissionOf } from './queue-item.ts';
import { isSaved } from './recordings.ts';

/** After this many runs that ended because of the platform, an item counts as not proven. */
const FAULTS_MAX = 3;

interface OwnedProof {
  id: string;
  commit: string;
  madeById: string;
}

interface EndedItem extends WorkItem {
  position: number;
  faults: number;
}

const UNREADABLE = 'has a result that cannot be read';

/**
 * Judges the runs of a proof that have ended. What the platform failed is queued again.
 *
 * @param folder with the content of the proof's commit
 */
export async function judgeRuns(proof: OwnedProof, folder: string): Promise<void> {
  const ended = await db().proofItem.findMany({
    where: { proofId: proof.id, judgedAt: null, run: { state: 'done' } },
    select: {
      position: true,
      kind: true,
      part: true,
      variant: true,
      faults: true,
      run: { select: { id: true, result: true, outputs: true, finishedAt: true } },
    },
    orderBy: { position: 'asc' },
  });
  for (const { run, kind, ...rest } of ended) {
    const { id, outputs, finishedAt } = run!;
    const item = { kind: kind as WorkItem['kind'], ...rest };
    const key = { proofId: proof.id, position: item.position };
    const result = run!.result === null ? undefined : readStoredResult(id, run!.result);
    if (result?.status === 'infrastructure' && item.faults + 1 < FAULTS_MAX) await again(proof, folder, item);
    else if (item.kind === 'commands') {
      const ran = outputs === null ? undefined : readOutputs(id, outputs);
      await answerItem(key, await judgeCommands(folder, item, ran ?? result, finishedAt!));
    } else await answerItem(key, await judgeGraded(folder, item, result));
  }
}

const readOutputs = (row: string, stored: unknown) =>
  readStored(ranLessonSchema, stored, { column: 'run.outputs', row });

async function judgeCommands(
  folder: string,
  item: EndedItem,
  ended: RanLesson | ResultDocument | undefined,
  at: Date,
): Promise<Parameters<typeof answerItem>[1]> {
  if (!ended) return { defects: [UNREADABLE] };
  if ('checks' in ended)
    return { defects: [`its commands could not be run because of a platform fault: ${ended.headline}`] };
  const { recorded: commands, problems, engineVersion } = ended;
  if (problems.length > 0) return { defects: problems.map(describeProblem(folder)) };
  const recorded: LessonOutputs = {
    version: 1,
    recordedOn: at.toISOString().slice(0, 10),
    engineVersion,
    commands,
  };
  return {
    defects: [],
    recorded,
    isUnsaved: !(await isSaved(folder, { ...item, kind: 'commands' }, recorded)),
  };
}

async function judgeGraded(
  folder: string,
  item: EndedItem,
  result: ResultDocument | undefined,
): Promise<Parameters<typeof answerItem>[1]> {
  if (!result) return { defects: [UNREADABLE] };
  if (item.kind !== 'recording') {
    const { loaded, role } = await attemptOf(folder, item);
    return { defects: judgeVariant(loaded.exercise, role, result) };
  }
  const { exercise, role } = await variantOfRun(folder, slugOfItem(item), item.variant);
  const defects = judgeVariant(exercise, role, result);
  if (defects.length > 0) return { defects };
  const isUnsaved = !(await isSaved(folder, { ...item, kind: 'recording' }, result));
  return { defects, recorded: result, isUnsaved };
}

async function again(proof: OwnedProof, folder: string, item: EndedItem): Promise<void> {
  const { id: proofId, commit, madeById: learnerId } = proof;
  const { position, faults } = item;
  const submission = await submissionOf(folder, item);
  await db().$transaction(async (transaction) => {
    const { count } = await transaction.proofItem.updateMany({
      where: { proofId, position, judgedAt: null, faults },
      data: { faults: faults + 1 },
    });
    if (count > 0) await queueItem(transaction, { proofId, position, commit, learnerId, submission });
  });
}
