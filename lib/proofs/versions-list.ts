import 'server-only';
import type { PublishedVersion } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { ContentAccess } from '../authoring/content-access.ts';
import { contentStore } from '../authoring/content-store.ts';
import { db } from '../db/client.ts';

/** What was published, the newest first. */
export async function publishedVersions(access: ContentAccess): Promise<PublishedVersion[]> {
  const store = await contentStore(access);
  const [versions, proofs, pinned] = await Promise.all([
    store.versions(),
    db().proof.findMany({
      where: { version: { not: null } },
      select: { version: true, draft: true, publishedAt: true, publishedBy: { select: { name: true } } },
    }),
    db().cohort.findMany({ where: { contentVersion: { not: null } }, select: { contentVersion: true } }),
  ]);
  return versions.map(({ number }) => {
    const proof = proofs.find(({ version }) => version === number);
    return {
      number,
      by: proof?.publishedBy ? visibleLine(proof.publishedBy.name) : undefined,
      at: proof?.publishedAt?.toISOString(),
      draft: proof?.draft,
      classes: pinned.filter(({ contentVersion }) => contentVersion === number).length,
    };
  });
}
