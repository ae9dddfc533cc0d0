import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ComparedFile } from '@dfm/contracts/page-data';
import { pages } from '@dfm/contracts/pages';
import { visibleText } from '@dfm/contracts/visible-text';
import type { Metadata } from 'next';
import { DraftSubpage } from '@/components/authoring/draft-subpage.tsx';
import { ComparedList } from '@/components/authoring/history/compared-list.tsx';
import { RestoreForm } from '@/components/authoring/history/restore-form.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { contentAccessForPage } from '@/lib/authoring/content-access.ts';
import { saveOf, textAfter } from '@/lib/authoring/draft-history.ts';
import { orNotFound } from '@/lib/http/or-not-found.ts';
import { submitRestore } from '../../history-actions.ts';

interface Props {
  params: Promise<{ draft: string; commit: string }>;
  searchParams: Promise<{ file?: string | string[] }>;
}

export const metadata: Metadata = { title: pages.content.title, robots: { index: false } };

/** What a save changed; with a file in the address, only that one and its whole text. */
export default async function SavePage({ params, searchParams }: Props) {
  const { draft, commit } = await params;
  const address = hrefTo('draftSave', draft, commit);
  const access = await contentAccessForPage(address);
  const { file } = await searchParams;
  const path = typeof file === 'string' ? file : undefined;
  const save = await orNotFound(saveOf(access, draft, commit, path));
  const text = path === undefined ? undefined : await textAfter(access, draft, commit, path);
  const hrefOf = (shown: string) => `${address}?${new URLSearchParams({ file: shown })}`;
  const tools = ({ path: shown, change }: ComparedFile) => (
    <div className="mt-1 flex flex-wrap items-center gap-x-4">
      {path === undefined && (
        <a href={hrefOf(shown)} className="text-sm text-accent underline underline-offset-2">
          The whole file after this save
        </a>
      )}
      <RestoreForm
        path={shown}
        seen={save.draftCommit}
        what={change === 'deleted' ? 'the file' : 'the file as it was after this save'}
        action={submitRestore.bind(null, draft, commit)}
      />
    </div>
  );
  return (
    <DraftSubpage draft={draft} title={save.subject}>
      <p className="mt-2 text-soft">
        {save.by}, <Moment at={save.at} />
      </p>
      {path !== undefined && (
        <p className="mt-2">
          <a href={address} className="text-accent underline underline-offset-2">
            All files of this save
          </a>
        </p>
      )}
      <ComparedList
        files={save.files}
        names={['the file before', 'the file after']}
        hrefOf={path === undefined ? hrefOf : undefined}
        tools={tools}
      />
      {text !== undefined && (
        <Disclosure summary={`The whole text of ${path} after this save`} open={save.files.length === 0}>
          <ScrollRegion
            aria-label={`The whole text of ${path}`}
            className="merge-text max-h-[70dvh] overflow-auto"
          >
            <pre>{visibleText(text)}</pre>
          </ScrollRegion>
        </Disclosure>
      )}
    </DraftSubpage>
  );
}
