import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { ComparedFile, SaveHead, VersionForList } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { db } from '../db/client.ts';
import { compareCommits } from './compare.ts';
import type { ContentAccess } from './content-access.ts';
import { contentStore } from './content-store.ts';
import { saveHead } from './save-head.ts';

const VERSIONS_SHOWN = 100;
const SAVES_SHOWN = 100;

/** The published versions, newest first, each with who published it and how many classes stay at it. */
export async function versionList(access: ContentAccess): Promise<VersionForList[]> {
  const store = await contentStore(access);
  const [versions, publications, behind] = await Promise.all([
    store.versions(),
    db().proof.findMany({
      where: { version: { not: null } },
      select: { version: true, publishedAt: true, publishedBy: { select: { name: true } } },
    }),
    db().cohort.findMany({ where: { contentVersion: { not: null } }, select: { contentVersion: true } }),
  ]);
  return Promise.all(
    versions.slice(0, VERSIONS_SHOWN).map(async ({ number, commit }, index) => {
      const before = versions[index + 1]?.commit;
      const [[newest], changedFiles] = await Promise.all([
        store.history(commit, { perPage: 1 }),
        before === undefined
          ? store.tree(commit).then(({ files }) => files.length)
          : store.changes(before, commit).then(({ length }) => length),
      ]);
      const publication = publications.find(({ version }) => version === number);
      const saved = saveHead(newest!);
      return {
        number,
        by: publication ? visibleLine(publication.publishedBy?.name ?? 'someone who has left') : saved.by,
        at: publication?.publishedAt?.toISOString() ?? saved.at,
        changedFiles,
        classes: behind.filter(({ contentVersion }) => contentVersion === number).length,
      };
    }),
  );
}

/**
 * A version with its saves, newest first, and what it changed in the version before it. The first version has
 * neither.
 *
 * @param onlyPath leaves out all other files
 * @throws PlatformError `not-found`
 */
export async function versionPage(
  access: ContentAccess,
  number: number,
  onlyPath?: string,
): Promise<{ saves: SaveHead[]; files: ComparedFile[] }> {
  const store = await contentStore(access);
  const versions = await store.versions();
  const version = versions.find((one) => one.number === number);
  if (!version) throw new PlatformError('not-found', 'There is no such version.');
  const before = versions.find((one) => one.number === number - 1);
  if (!before) return { saves: [], files: [] };
  const [saves, files] = await Promise.all([
    store.history(version.commit, { since: before.commit, perPage: SAVES_SHOWN }),
    compareCommits(store, [before.commit, version.commit], onlyPath),
  ]);
  return { saves: saves.map(saveHead), files };
}
