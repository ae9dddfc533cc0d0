import 'server-only';
import type { LessonScript } from '@dfm/contracts';
import { lessonScript } from '@dfm/course/parts/lesson-script';
import { db } from '../db/client.ts';

type WorkKind = 'variant' | 'commands' | 'recording';

/** What a runner does for the check of a draft. */
export interface WorkItem {
  kind: WorkKind;
  /** `exercises/<slug>`, `projects/<slug>` or `lessons/<slug>.mdx`. */
  part: string;
  variant: string;
}

/** What a run does for a proof; undefined once its account has been erased. */
export async function workItemOf(runId: string): Promise<WorkItem | undefined> {
  const item = await db().proofItem.findFirst({
    where: { runId, kind: { not: 'text' } },
    select: { kind: true, part: true, variant: true },
  });
  return item ? { ...item, kind: item.kind as WorkKind } : undefined;
}

/** Slug of the exercise, project or lesson of an item. */
export function slugOfItem({ part }: Pick<WorkItem, 'part'>): string {
  return /^(?:exercises|projects|lessons)\/(.+?)(?:\.mdx)?$/.exec(part)![1]!;
}

/**
 * The commands of a lesson, with its path in the content; undefined if it has none.
 *
 * @throws ContentError, or the file system's error for a lesson or project that does not exist
 */
export async function commandsOf(
  folder: string,
  item: Pick<WorkItem, 'part'>,
): Promise<LessonScript | undefined> {
  const script = await lessonScript(folder, slugOfItem(item));
  return script && { ...script, file: item.part };
}
