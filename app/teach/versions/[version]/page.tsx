import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { ComparedList } from '@/components/authoring/history/compared-list.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { contentAccessForPage } from '@/lib/authoring/content-access.ts';
import { versionPage } from '@/lib/authoring/versions.ts';
import { orNotFound } from '@/lib/http/or-not-found.ts';

interface Props {
  params: Promise<{ version: string }>;
  searchParams: Promise<{ file?: string | string[] }>;
}

export const metadata: Metadata = { title: pages.versions.title, robots: { index: false } };

/** What a published version changed in the one before it. */
export default async function VersionPage({ params, searchParams }: Props) {
  const { version } = await params;
  const address = hrefTo('version', version);
  const access = await contentAccessForPage(address);
  const { file } = await searchParams;
  const only = typeof file === 'string' ? file : undefined;
  const { saves, files } = await orNotFound(versionPage(access, Number(version), only));
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6">
      <Breadcrumb
        trail={[
          { text: pages.teach.title, href: hrefTo('teach') },
          { text: pages.content.title, href: hrefTo('content') },
          { text: pages.versions.title, href: hrefTo('versions') },
        ]}
      />
      <h1 className="text-2xl font-semibold">Version {Number(version)}</h1>
      {saves.length === 0 ? (
        <p className="mt-3 text-soft">The content that this installation began with.</p>
      ) : (
        <>
          <ol className="mt-3">
            {saves.map(({ id, subject, by, at }) => (
              <li key={id} className="wrap-anywhere">
                {subject}{' '}
                <span className="text-sm text-soft">
                  {by}, <Moment at={at} />
                </span>
              </li>
            ))}
          </ol>
          <ComparedList
            files={files}
            names={['the version before', 'this version']}
            hrefOf={
              only === undefined ? (path) => `${address}?${new URLSearchParams({ file: path })}` : undefined
            }
          />
        </>
      )}
    </div>
  );
}
