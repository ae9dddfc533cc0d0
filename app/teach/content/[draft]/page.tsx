import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { DraftTree } from '@dfm/contracts/page-data';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { findReports } from '@/app/teach/reports/actions.ts';
import { DraftEditor } from '@/components/authoring/draft-editor.tsx';
import { DraftPageNotice } from '@/components/authoring/draft-page-notice.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { type ContentAccess, contentAccessForPage } from '@/lib/authoring/content-access.ts';
import { draftTree } from '@/lib/authoring/drafts.ts';
import {
  checkText,
  markAnswers,
  openFile,
  previewText,
  reload,
  removeFile,
  saveText,
  takeBack,
} from './actions.ts';
import { listFileSaves } from './history-actions.ts';
import { addPart, copyPart, readVocabulary, renameFile } from './parts/actions.ts';

interface Props {
  params: Promise<{ draft: string }>;
  searchParams: Promise<{ file?: string | string[]; line?: string | string[] }>;
}

export const metadata: Metadata = { title: pages.content.title, robots: { index: false } };

/** The files of a draft, with an editor, a preview, problems and history. */
export default async function DraftPage({ params, searchParams }: Props) {
  const { draft: id } = await params;
  const access = await contentAccessForPage(hrefTo('draft', id));
  const [draft, { file, line }] = await Promise.all([draftOr404(access, id), searchParams]);
  return (
    <div className="draft-page">
      <Breadcrumb
        trail={[
          { text: pages.teach.title, href: hrefTo('teach') },
          { text: pages.content.title, href: hrefTo('content') },
        ]}
      />
      <h1 className="text-xl font-semibold wrap-anywhere">{id}</h1>
      <DraftPageNotice draft={id} isBehind={draft.isBehind} />
      <DraftEditor
        draft={draft}
        file={typeof file === 'string' ? file : undefined}
        line={typeof line === 'string' && /^[1-9]\d{0,5}$/.test(line) ? Number(line) : undefined}
        actions={{
          checkText,
          findReports,
          listFileSaves,
          markAnswers,
          openFile,
          previewText,
          reload,
          removeFile,
          saveText,
          takeBack,
        }}
        parts={{ addPart, copyPart, readVocabulary, renameFile }}
      />
    </div>
  );
}

async function draftOr404(access: ContentAccess, id: string): Promise<DraftTree> {
  return draftTree(access, id).catch((error: unknown) => {
    if (error instanceof PlatformError) notFound();
    throw error;
  });
}
