import 'server-only';
import type { ContentStore } from '@dfm/content-store/content-store';
import { isText } from '@dfm/content-store/merge-text';
import type { ComparedFile } from '@dfm/contracts/page-data';

/** A page with more is slow to read and to show. */
const FILES_SHOWN = 30;
const BYTES_SHOWN = 300_000;

/**
 * What differs between two commits, file by file.
 *
 * @param onlyPath leaves out all other files
 */
export async function compareCommits(
  store: ContentStore,
  [before, after]: [before: string, after: string],
  onlyPath?: string,
): Promise<ComparedFile[]> {
  const changes = (await store.changes(before, after)).filter(
    ({ path }) => onlyPath === undefined || path === onlyPath,
  );
  const [sizesBefore, sizesAfter] = await Promise.all([sizes(store, before), sizes(store, after)]);
  const sizeOf = (path: string) => (sizesBefore.get(path) ?? 0) + (sizesAfter.get(path) ?? 0);
  const shown = new Set(
    changes
      .filter(({ path }) => sizeOf(path) <= BYTES_SHOWN)
      .slice(0, FILES_SHOWN)
      .map(({ path }) => path),
  );
  const [old, current] = await Promise.all([
    store.readAll(before, [...shown]),
    store.readAll(after, [...shown]),
  ]);
  return changes.map(({ path, change }) => ({
    path,
    change,
    content: shown.has(path) ? contentOf(old.get(path), current.get(path)) : { kind: 'not shown' },
  }));
}

function contentOf(before: Buffer | undefined, after: Buffer | undefined): ComparedFile['content'] {
  const sides = [before, after].filter((side) => side !== undefined);
  // A link or a file with a name that the site does not read has neither side.
  if (sides.length === 0 || !sides.every(isText)) return { kind: 'no text' };
  return { kind: 'text', before: before?.toString() ?? '', after: after?.toString() ?? '' };
}

async function sizes(store: ContentStore, commit: string): Promise<Map<string, number>> {
  const { files } = await store.tree(commit);
  return new Map(files.map(({ path, bytes }) => [path, bytes]));
}
