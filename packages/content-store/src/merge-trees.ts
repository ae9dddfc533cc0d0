import type { Git } from './git.ts';
import { type Hunk, isText, mergeTexts } from './merge-text.ts';
import { type FileEntry, readBlob, readTree } from './tree.ts';
import { type Changes, writeBlob } from './write-commit.ts';

/** A path that both sides changed in ways that git cannot put together. */
export type Conflict =
  | { kind: 'text'; path: string; hunks: Hunk[] }
  /** One side deleted it, the other changed it. `text` is the changed version; undefined if it is no text. */
  | { kind: 'deleted'; path: string; by: 'ours' | 'theirs'; text: string | undefined }
  /** Both changed it, and it is no text. */
  | { kind: 'binary'; path: string };

/** What the person decided for a path: contents, or one of the sides as it is (which may be a deletion). */
export type Resolution = { text: string } | 'ours' | 'theirs';

export interface Merged {
  /** What changes on our side. Without the paths in conflict. */
  changes: Changes;
  conflicts: Conflict[];
}

interface Sides {
  base: FileEntry | undefined;
  ours: FileEntry | undefined;
  theirs: FileEntry | undefined;
}

/**
 * Merges what changed from `base` to `theirs` into `ours`, path by path. A renamed file is a deleted and a
 * new one.
 *
 * @param resolutions decisions for paths in conflict; those for other paths do nothing
 */
export async function mergeTrees(
  git: Git,
  commits: { base: string; ours: string; theirs: string },
  resolutions: ReadonlyMap<string, Resolution> = new Map(),
): Promise<Merged> {
  const [base, ours, theirs] = await Promise.all(
    [commits.base, commits.ours, commits.theirs].map(async (commit) => byPath(git, commit)),
  );
  const changes = new Map<string, { blob: string; executable: boolean } | null>();
  const conflicts: Conflict[] = [];
  for (const path of [...new Set([...ours!.keys(), ...theirs!.keys()])].toSorted()) {
    const sides = { base: base!.get(path), ours: ours!.get(path), theirs: theirs!.get(path) };
    if (same(sides.ours, sides.theirs) || same(sides.base, sides.theirs)) continue;
    if (same(sides.base, sides.ours)) changes.set(path, sides.theirs ?? null);
    else {
      const merged = await mergeFile(git, path, sides, resolutions.get(path));
      if ('kind' in merged) conflicts.push(merged);
      else if (merged.file !== 'ours') changes.set(path, merged.file);
    }
  }
  return { changes, conflicts };
}

type MergedFile = { file: { blob: string; executable: boolean } | null | 'ours' };

async function mergeFile(
  git: Git,
  path: string,
  sides: Sides,
  resolution: Resolution | undefined,
): Promise<MergedFile | Conflict> {
  const { base, ours, theirs } = sides;
  const executable = (ours ?? theirs)!.executable;
  if (resolution === 'ours') return { file: 'ours' };
  if (resolution === 'theirs') return { file: theirs ?? null };
  if (resolution) return { file: { blob: await writeBlob(git, Buffer.from(resolution.text)), executable } };
  if (!ours || !theirs) {
    const changed = await readBlob(git, (ours ?? theirs)!.blob);
    const text = isText(changed) ? changed.toString() : undefined;
    return { kind: 'deleted', path, by: ours ? 'theirs' : 'ours', text };
  }
  if (ours.blob === theirs.blob) return { file: { blob: ours.blob, executable: theirs.executable } };
  const [oursBytes, theirsBytes, baseBytes] = await Promise.all([
    readBlob(git, ours.blob),
    readBlob(git, theirs.blob),
    base ? readBlob(git, base.blob) : Buffer.alloc(0),
  ]);
  if (![oursBytes, theirsBytes, baseBytes].every(isText)) return { kind: 'binary', path };
  const hunks = await mergeTexts(git, {
    ours: oursBytes.toString(),
    base: baseBytes.toString(),
    theirs: theirsBytes.toString(),
  });
  if (hunks.some(({ kind }) => kind === 'conflict')) return { kind: 'text', path, hunks };
  const text = hunks.map((hunk) => (hunk.kind === 'same' ? hunk.text : '')).join('');
  return { file: { blob: await writeBlob(git, Buffer.from(text)), executable } };
}

async function byPath(git: Git, commit: string): Promise<Map<string, FileEntry>> {
  const { files } = await readTree(git, commit);
  return new Map(files.map((file) => [file.path, file]));
}

function same(a: FileEntry | undefined, b: FileEntry | undefined): boolean {
  return a?.blob === b?.blob && a?.executable === b?.executable;
}
