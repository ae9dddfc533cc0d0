import 'server-only';
import type { LessonOutputs, ResultDocument } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { storable } from '../db/storable.ts';

/** Position of one thing that a proof checks. */
export interface ItemKey {
  proofId: string;
  position: number;
}

/** What a runner can be asked to do for a draft. */
type WorkKind = 'variant' | 'commands' | 'recording';

/** One thing that a runner does for a proof. */
export interface WorkItem {
  kind: WorkKind;
  /** `exercises/<slug>`, `projects/<slug>` or `lessons/<slug>.mdx`. */
  part: string;
  variant: string;
}

interface Answer {
  /** Sentences; empty if it behaves as declared. */
  defects: string[];
  recorded?: LessonOutputs | ResultDocument;
  /** Whether the draft has another recording. */
  isUnsaved?: boolean;
}

/** Writes the answer of an item that has none yet. */
export async function answerItem(key: ItemKey, { defects, recorded, isUnsaved }: Answer): Promise<void> {
  await db().proofItem.updateMany({
    where: { ...key, judgedAt: null },
    data: {
      judgedAt: new Date(),
      defects,
      ...(recorded && { recorded: storable(recorded), isUnsaved: isUnsaved ?? false }),
    },
  });
}

/** What a run does for a proof; undefined once its account has been erased. */
export async function proofItemOf(runId: string): Promise<WorkItem | undefined> {
  const item = await db().proofItem.findFirst({
    where: { runId, kind: { not: 'text' } },
    select: { kind: true, part: true, variant: true },
  });
  return item ? { ...item, kind: item.kind as WorkKind } : undefined;
}

/** Slug of the exercise, project or lesson of an item. */
export function slugOf({ part }: Pick<WorkItem, 'part'>): string {
  return /^(?:exercises|projects|lessons)\/(.+?)(?:\.mdx)?$/.exec(part)![1]!;
}
