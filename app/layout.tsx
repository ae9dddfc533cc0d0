// First, because it declares the order of the layers.
import './globals.css';
import { pages } from '@dfm/contracts/pages';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { ProgressProvider } from '@/components/lesson/progress-context.tsx';
import { placeOptionsScript } from '@/components/mdx/option-order.ts';
import { OpenSearchKey } from '@/components/search/open-search-key.tsx';
import { Search } from '@/components/search/search.tsx';
import { FollowLinks } from '@/components/ui/follow-links.tsx';
import { RefreshOnEdit } from '@/components/ui/refresh-on-edit.tsx';
import { ReloadForMissingFiles } from '@/components/ui/reload-for-missing-files.tsx';
import { SiteFooter } from '@/components/ui/site-footer.tsx';
import { SiteHeader } from '@/components/ui/site-header.tsx';
import { ThemeProvider } from '@/components/ui/theme-provider.tsx';
import { linkPreview } from '@/lib/crawlers/link-preview.ts';
import { italicFace, monoFace, textFace } from './fonts.ts';
import { paperColor } from './paper-color.ts';

export const metadata: Metadata = {
  title: { default: pages.home.title, template: `%s · ${pages.home.title}` },
  description: pages.home.description,
  ...linkPreview(process.env.SITE_URL),
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: paperColor.light },
    { media: '(prefers-color-scheme: dark)', color: paperColor.dark },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The theme's class is set before hydration, so the server's <html> differs on purpose.
    <html
      lang="en"
      suppressHydrationWarning
      className={`${textFace.variable} ${italicFace.variable} ${monoFace.variable}`}
    >
      <body className="flex min-h-dvh flex-col">
        <a
          href="#main"
          className="absolute left-4 top-2 z-40 -translate-y-20 rounded-md bg-accent px-4 py-2 text-sm font-semibold text-on-accent focus:translate-y-0"
        >
          Skip to content
        </a>
        <ThemeProvider>
          <SiteHeader
            search={
              <>
                <Search />
                <OpenSearchKey />
              </>
            }
          />
          <ProgressProvider>
            <main id="main" tabIndex={-1} className="flex-1 outline-none">
              {children}
              {process.env.NODE_ENV === 'development' && <RefreshOnEdit />}
            </main>
            {/* On every page, because the policy allows the scripts of the not-found page everywhere. */}
            <script dangerouslySetInnerHTML={{ __html: placeOptionsScript }} />
            <ReloadForMissingFiles />
          </ProgressProvider>
          <SiteFooter />
          <FollowLinks />
        </ThemeProvider>
      </body>
    </html>
  );
}
