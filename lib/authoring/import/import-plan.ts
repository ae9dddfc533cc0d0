import { createHash } from 'node:crypto';
import { pathProblem } from '@dfm/content-store/names';
import type { FileEntry } from '@dfm/content-store/tree';
import type { ImportPlan } from '@dfm/contracts/browser-api';
import type { CollectedFiles, ImportedFile } from './collected-files.ts';

interface Planned extends ImportPlan {
  /** The files to save. */
  files: ImportedFile[];
}

/**
 * What an import would do to a draft. A file is refused if its path cannot be in the content, or if it is the
 * same as another on some disks.
 *
 * @param under folder of the draft to put everything in; empty for the top
 */
export function planImport(
  { files, refused }: Pick<CollectedFiles, 'files' | 'refused'>,
  under: string,
  draft: readonly FileEntry[],
): Planned {
  const below = under.replaceAll(/^\/+|\/+$/g, '');
  const inDraft = (path: string) => (below === '' ? path : `${below}/${path}`);
  const moved = files.map((file) => ({ ...file, path: inDraft(file.path) }));
  const problemOf = problemsAmong(moved, draft);
  const plan: Planned = {
    added: [],
    changed: [],
    same: 0,
    refused: refused.map(({ path, problem }) => ({ path: inDraft(path), problem })),
    files: [],
  };
  const current = new Map(draft.map((file) => [file.path, file]));
  for (const file of moved) {
    const problem = problemOf(file.path);
    const before = current.get(file.path);
    if (problem !== undefined) plan.refused.push({ path: file.path, problem });
    else if (before?.blob === blobOf(file.contents)) plan.same += 1;
    else {
      plan[before ? 'changed' : 'added'].push(file.path);
      plan.files.push(file);
    }
  }
  return plan;
}

/** Why each path cannot be imported, given the others and the files of the draft. */
function problemsAmong(files: readonly ImportedFile[], draft: readonly FileEntry[]) {
  const imported = Map.groupBy(files, ({ path }) => fold(path));
  const kept = new Map(draft.map(({ path }) => [fold(path), path]));
  const isFile = (key: string) => imported.has(key) || kept.has(key);
  const folders = new Set([...files, ...draft].flatMap(({ path }) => parentsOf(fold(path))));
  return (path: string): string | undefined => {
    const key = fold(path);
    const twins = imported.get(key)!;
    const other = twins.find((twin) => twin.path !== path)?.path ?? kept.get(key);
    if (/(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$)/.test(path))
      return 'It is about a disk, not of the content.';
    return (
      pathProblem(path) ??
      (other !== undefined && other !== path ? `It differs from ${other} only in case.` : undefined) ??
      (twins.length > 1 ? 'It is there more than once.' : undefined) ??
      (folders.has(key) ? 'It would be a file and a folder.' : undefined) ??
      (parentsOf(key).some(isFile) ? 'One of its folders is a file.' : undefined)
    );
  };
}

/** Two paths with the same key are one file on a disk that ignores case. */
const fold = (path: string) => path.normalize('NFC').toLowerCase();

const parentsOf = (path: string) =>
  path
    .split('/')
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join('/'));

/** The name that git gives to contents. */
function blobOf(contents: Buffer): string {
  return createHash('sha1').update(`blob ${contents.length}\0`).update(contents).digest('hex');
}
