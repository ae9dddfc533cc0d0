import 'server-only';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { MetadataRoute } from 'next';

/**
 * What crawlers may fetch: everything except the API, pages that need a sign-in, and the data of the review
 * page. The review page itself is public.
 *
 * @param siteUrl public address of the site, without a path
 */
export function robotsRules(siteUrl: string): MetadataRoute.Robots {
  const signInPages = Object.values(pages)
    .filter(({ signIn }) => signIn !== undefined)
    .map(({ path }) => path.replace(/\[.*/, ''));
  return {
    rules: { userAgent: '*', allow: '/', disallow: ['/api/', ...signInPages, `${hrefTo('review')}/`] },
    sitemap: new URL('/sitemap.xml', siteUrl).href,
  };
}
