import { pages } from '@dfm/contracts/pages';
import type { MetadataRoute } from 'next';
import { paperColor } from './paper-color.ts';

/** The site on a home screen. A manifest has one theme; the pages add the dark one. */
export default function manifest(): MetadataRoute.Manifest {
  const { title, description, path } = pages.home;
  return {
    name: title,
    short_name: title,
    description,
    start_url: path,
    display: 'minimal-ui',
    background_color: paperColor.light,
    theme_color: paperColor.light,
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/apple-icon.png', sizes: '180x180', type: 'image/png' },
    ],
  };
}
