import type { MetadataRoute } from 'next';
import { robotsRules } from '@/lib/crawlers/robots.ts';
import { env } from '@/lib/platform/env.ts';

// The public address is not known when the site is built.
export const dynamic = 'force-dynamic';

export default function robots(): MetadataRoute.Robots {
  return robotsRules(env().SITE_URL);
}
