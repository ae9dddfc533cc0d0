import 'server-only';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { fixedPages } from '@dfm/contracts/pages';
import type { MetadataRoute } from 'next';
import { checkCatalogue } from '../content/check-catalogue.ts';
import { courseOutline } from '../content/outline.ts';

/**
 * The pages that the table lists in the sitemap, one for each module, lesson, exercise and check.
 *
 * @param siteUrl public address of the site, without a path
 */
export async function sitemapOf(siteUrl: string): Promise<MetadataRoute.Sitemap> {
  const { modules } = await courseOutline();
  const paths = [
    ...fixedPages.filter(({ listedIn }) => listedIn.includes('sitemap')).map(({ path }) => path),
    ...modules.map(({ slug }) => hrefTo('module', slug)),
    ...modules.flatMap(({ items }) => items).map(({ kind, slug }) => hrefTo(kind, slug)),
    ...checkCatalogue().map(({ id }) => hrefTo('check', id)),
  ];
  return paths.map((path) => ({ url: new URL(path, siteUrl).href }));
}
