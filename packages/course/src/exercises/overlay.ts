import { contextFileSchema, type ContextFile } from '@dfm/contracts';

/**
 * Lays edited texts over a starter.
 *
 * @param starter the files an exercise begins with
 * @param edits text by path; `null` or an absent path keeps the starter's file, and an empty text adds none:
 *   the editor shows every editable file, also those that do not exist yet. Which paths a learner may edit is
 *   the exercise's `editable` and is for the caller to hold.
 * @returns a whole build context sorted by path. An edited file keeps the starter's permission bits.
 * @throws ZodError when a new path would leave the build context
 */
export function overlay(starter: ContextFile[], edits: Record<string, string | null>): ContextFile[] {
  const files = new Map(starter.map((file) => [file.path, file]));
  for (const [path, text] of Object.entries(edits)) {
    if (text === null || (text === '' && !files.has(path))) continue;
    files.set(
      path,
      contextFileSchema.parse({ path, encoding: 'utf8', data: text, mode: files.get(path)?.mode }),
    );
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
