import type { MetadataRoute } from 'next';
import { sitemapOf } from '@/lib/crawlers/sitemap.ts';
import { env } from '@/lib/platform/env.ts';

// The public address is not known when the site is built.
export const dynamic = 'force-dynamic';

export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  return sitemapOf(env().SITE_URL);
}
