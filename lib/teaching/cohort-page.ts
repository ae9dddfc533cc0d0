import 'server-only';
import { type PageName, hrefTo } from '@dfm/contracts/page-addresses';
import type { CohortHead } from '@dfm/contracts/page-data';
import type { Metadata } from 'next';
import { type CohortAccess, type Permission, cohortAccessForPage } from './access.ts';
import { cohortHead } from './cohort.ts';

type CohortPageName = Extract<PageName, `cohort${string}`>;

/** Access to a page of a cohort for everyone whose role may `needed`. For others the page does not exist. */
export async function cohortPage<Needed extends Permission>(
  name: CohortPageName,
  params: Promise<{ cohort: string }>,
  needed: Needed,
): Promise<CohortAccess<Needed>> {
  const { cohort } = await params;
  return cohortAccessForPage(hrefTo(name, cohort), cohort, needed);
}

/** Title of a page of a cohort, with the cohort's name for those who may see it. */
export async function cohortMetadata(
  name: CohortPageName,
  params: Promise<{ cohort: string }>,
  title?: string,
): Promise<Metadata> {
  const head: CohortHead = await cohortHead(await cohortPage(name, params, 'see'));
  return { title: title === undefined ? head.name : `${title} · ${head.name}`, robots: { index: false } };
}
