import { contextFileSchema, type ContextFile } from '@dfm/contracts';

/**
 * Applies edited texts to a starter.
 *
 * @param starter the initial files of an exercise
 * @param edits text by path; `null` or an absent path keeps the starter's file. An empty text adds no file,
 *   because the editor also shows editable files that do not exist yet. The caller must check that the paths
 *   are in the exercise's `editable`.
 * @returns a complete build context sorted by path. An edited file keeps the starter's permission bits.
 * @throws ZodError if a new path would be outside the build context
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
