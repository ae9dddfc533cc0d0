import 'server-only';
import type { ReportToFix } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { ContentAccess } from '../authoring/content-access.ts';
import { contentStore } from '../authoring/content-store.ts';

/** Of each draft, and of the published versions. */
const SAVES_MAX = 20;

/**
 * What may have fixed a report about a file: the saves of drafts that changed it, and the versions that were
 * published, the newest first.
 */
export async function savesOf(access: ContentAccess, path: string): Promise<ReportToFix['saves']> {
  const store = await contentStore(access);
  const [drafts, versions] = await Promise.all([store.drafts(), store.versions()]);
  const ofDrafts = drafts.map(async ({ id, commit }) => {
    const since = await store.base(commit);
    const saves = await store.history(commit, { path, since, perPage: SAVES_MAX });
    return saves.map(({ id: save, at, subject }) => ({ commit: save, at, text: `${id}: ${subject}` }));
  });
  const ofVersions = versions.slice(0, SAVES_MAX).map(async ({ number, commit }) => {
    const [made] = await store.history(commit, { perPage: 1 });
    return [{ commit, at: made!.at, text: `Version ${number}` }];
  });
  const all = (await Promise.all([...ofDrafts, ...ofVersions])).flat();
  return all
    .toSorted((a, b) => b.at - a.at)
    .map(({ commit, at, text }) => ({
      commit,
      text: visibleLine(`${text} (${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC)`),
    }));
}
