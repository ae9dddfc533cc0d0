import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Git } from './git.ts';
import type { Hunk } from './hunks.ts';

/** Long enough that no line of a text is taken for one of git's marks. */
const MARK = 60;
const [OURS, BASE, MIDDLE, THEIRS] = ['<', '|', '=', '>'].map((mark) => mark.repeat(MARK));

/** Whether git would show it as text, and whether it survives being one. */
export function isText(contents: Uint8Array): boolean {
  if (contents.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(contents);
    return true;
  } catch {
    return false;
  }
}

/** Merges two texts that were changed from the same one. @returns hunks, none of kind `conflict` if it worked */
export async function mergeTexts(
  git: Git,
  { ours, base, theirs }: { ours: string; base: string; theirs: string },
): Promise<Hunk[]> {
  const folder = await mkdtemp(join(tmpdir(), 'dfm-merge-'));
  try {
    const paths = ['ours', 'base', 'theirs'].map((name) => join(folder, name));
    await Promise.all([ours, base, theirs].map((text, index) => writeFile(paths[index]!, text)));
    const { stdout } = await git.run(
      ['merge-file', '-p', '--diff3', `--marker-size=${MARK}`, '-L', '', '-L', '', '-L', '', ...paths],
      // The number of conflicts, at most 127.
      { answers: Array.from({ length: 127 }, (_, index) => index + 1) },
    );
    return hunksOf(stdout.toString());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function hunksOf(merged: string): Hunk[] {
  const hunks: Hunk[] = [];
  let side: 'ours' | 'base' | 'theirs' | undefined;
  for (const line of merged.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const mark = line.trimEnd();
    const last = hunks.at(-1);
    if (side === undefined && mark === OURS) {
      hunks.push({ kind: 'conflict', ours: '', base: '', theirs: '' });
      side = 'ours';
    } else if (side === 'ours' && mark === BASE) side = 'base';
    else if (side === 'base' && mark === MIDDLE) side = 'theirs';
    else if (side === 'theirs' && mark === THEIRS) side = undefined;
    else if (side !== undefined && last?.kind === 'conflict') last[side] += line;
    else if (last?.kind === 'same') last.text += line;
    else hunks.push({ kind: 'same', text: line });
  }
  return hunks;
}
