import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { DraftSubpage } from '@/components/authoring/draft-subpage.tsx';
import { ComparedList } from '@/components/authoring/history/compared-list.tsx';
import { contentAccessForPage } from '@/lib/authoring/content-access.ts';
import { draftChanges } from '@/lib/authoring/draft-history.ts';
import { orNotFound } from '@/lib/http/or-not-found.ts';

interface Props {
  params: Promise<{ draft: string }>;
  searchParams: Promise<{ file?: string | string[] }>;
}

export const metadata: Metadata = { title: pages.content.title, robots: { index: false } };

/** What a draft changes in the version that it is based on. */
export default async function ChangesPage({ params, searchParams }: Props) {
  const { draft } = await params;
  const address = hrefTo('draftChanges', draft);
  const access = await contentAccessForPage(address);
  const { file } = await searchParams;
  const only = typeof file === 'string' ? file : undefined;
  const files = await orNotFound(draftChanges(access, draft, only));
  return (
    <DraftSubpage draft={draft} title="Changes of this draft">
      <ComparedList
        files={files}
        names={['the version it is based on', 'this draft']}
        hrefOf={
          only === undefined ? (path) => `${address}?${new URLSearchParams({ file: path })}` : undefined
        }
      />
    </DraftSubpage>
  );
}
