import 'server-only';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';

/**
 * What a messenger shows for a link to the site. Next adds the title and the description of each page.
 *
 * @param siteUrl public address of the site; without it, there is no picture, because its address must be
 *   absolute
 */
export function linkPreview(siteUrl: string | undefined): Metadata {
  const preview: Metadata = {
    openGraph: { type: 'website', siteName: pages.home.title },
    twitter: { card: 'summary_large_image' },
  };
  if (siteUrl === undefined) return preview;
  const picture = {
    url: new URL('/social.png', siteUrl),
    width: 1200,
    height: 630,
    alt: 'Docker for ML. Next to it, the layers of an image as bars; the largest is from RUN.',
  };
  return { ...preview, openGraph: { ...preview.openGraph, images: [picture] } };
}
