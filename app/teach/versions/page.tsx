import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { VersionList } from '@/components/authoring/history/version-list.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { contentAccessForPage } from '@/lib/authoring/content-access.ts';
import { versionList } from '@/lib/authoring/versions.ts';

export const metadata: Metadata = { title: pages.versions.title, robots: { index: false } };

/** Everything that was published. */
export default async function VersionsPage() {
  const access = await contentAccessForPage(hrefTo('versions'));
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6">
      <Breadcrumb
        trail={[
          { text: pages.teach.title, href: hrefTo('teach') },
          { text: pages.content.title, href: hrefTo('content') },
        ]}
      />
      <h1 className="mb-6 text-2xl font-semibold">{pages.versions.title}</h1>
      <div className="max-w-figure">
        <VersionList versions={await versionList(access)} />
      </div>
    </div>
  );
}
