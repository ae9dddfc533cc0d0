import type { Git } from './git.ts';
import { type Hunk, type Side, textOf } from './hunks.ts';
import { isText, mergeTexts } from './merge-text.ts';
import { type FileEntry, readBlob, readTree } from './tree.ts';
import { type Changes, writeBlob } from './write-commit.ts';

/** A path that both sides changed in ways that git cannot put together. */
export type Conflict = {
  path: string;
  /** The same as long as the file is the same on both sides and before. */
  id: string;
} & (
  | { kind: 'text'; hunks: Hunk[] }
  /** One side deleted it, the other changed it. `text` is the changed version; undefined if it is no text. */
  | { kind: 'deleted'; by: 'ours' | 'theirs'; text: string | undefined }
  /** Both changed it, and it is no text. The sizes are in bytes. */
  | { kind: 'binary'; ours: number; theirs: number }
);

/**
 * What the person decided for a path: contents, a side for each conflict of its text, or one of the versions
 * as it is (which may be a deletion).
 */
export type Resolution = { text: string } | { sides: readonly Side[] } | 'ours' | 'theirs';

export interface Merged {
  /** What changes on our side. Without the paths in conflict. */
  changes: Changes;
  conflicts: Conflict[];
  /** Paths that both sides changed, with and without a conflict. */
  overlapping: string[];
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
  const overlapping: string[] = [];
  for (const path of [...new Set([...ours!.keys(), ...theirs!.keys()])].toSorted()) {
    const sides = { base: base!.get(path), ours: ours!.get(path), theirs: theirs!.get(path) };
    if (same(sides.ours, sides.theirs) || same(sides.base, sides.theirs)) continue;
    if (same(sides.base, sides.ours)) changes.set(path, sides.theirs ?? null);
    else {
      overlapping.push(path);
      const merged = await mergeFile(git, path, sides, resolutions.get(path));
      if ('kind' in merged) conflicts.push(merged);
      else if (merged.file !== 'ours') changes.set(path, merged.file);
    }
  }
  return { changes, conflicts, overlapping };
}

type MergedFile = { file: { blob: string; executable: boolean } | null | 'ours' };

async function mergeFile(
  git: Git,
  path: string,
  sides: Sides,
  resolution: Resolution | undefined,
): Promise<MergedFile | Conflict> {
  const { base, ours, theirs } = sides;
  const { executable } = (ours ?? theirs)!;
  if (resolution === 'ours') return { file: 'ours' };
  if (resolution === 'theirs') return { file: theirs ?? null };
  const written = async (text: string): Promise<MergedFile> => ({
    file: { blob: await writeBlob(git, Buffer.from(text)), executable },
  });
  if (resolution && 'text' in resolution) return written(resolution.text);
  const id = [base, ours, theirs].map((file) => file?.blob ?? 'none').join(' ');
  if (!ours || !theirs) {
    const changed = await readBlob(git, (ours ?? theirs)!.blob);
    const text = isText(changed) ? changed.toString() : undefined;
    return { kind: 'deleted', path, id, by: ours ? 'theirs' : 'ours', text };
  }
  if (ours.blob === theirs.blob) return { file: { blob: ours.blob, executable: theirs.executable } };
  const [oursBytes, theirsBytes, baseBytes] = await Promise.all([
    readBlob(git, ours.blob),
    readBlob(git, theirs.blob),
    base ? readBlob(git, base.blob) : Buffer.alloc(0),
  ]);
  if (![oursBytes, theirsBytes, baseBytes].every(isText))
    return { kind: 'binary', path, id, ours: ours.bytes, theirs: theirs.bytes };
  const hunks = await mergeTexts(git, {
    ours: oursBytes.toString(),
    base: baseBytes.toString(),
    theirs: theirsBytes.toString(),
  });
  const text = textOf(hunks, resolution?.sides ?? []);
  return text === undefined ? { kind: 'text', path, id, hunks } : written(text);
}

async function byPath(git: Git, commit: string): Promise<Map<string, FileEntry>> {
  const { files } = await readTree(git, commit);
  return new Map(files.map((file) => [file.path, file]));
}

function same(a: FileEntry | undefined, b: FileEntry | undefined): boolean {
  return a?.blob === b?.blob && a?.executable === b?.executable;
}
