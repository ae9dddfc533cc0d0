import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { DraftSubpage } from '@/components/authoring/draft-subpage.tsx';
import { MergeView } from '@/components/authoring/merge/merge-view.tsx';
import { contentAccessForPage } from '@/lib/authoring/content-access.ts';
import { mergePlan } from '@/lib/authoring/merge.ts';
import { orNotFound } from '@/lib/http/or-not-found.ts';
import { mergeNewest } from '../merge-actions.ts';

interface Props {
  params: Promise<{ draft: string }>;
}

export const metadata: Metadata = { title: pages.content.title, robots: { index: false } };

/** Brings the newest version into a draft. Conflicts are decided here. */
export default async function MergePage({ params }: Props) {
  const { draft } = await params;
  const access = await contentAccessForPage(hrefTo('draftMerge', draft));
  const merge = await orNotFound(mergePlan(access, draft));
  return (
    <DraftSubpage draft={draft} title={`Bring version ${merge.version} into this draft`}>
      {merge.isUpToDate ? (
        <p className="mt-3 text-soft">This draft has everything that was published.</p>
      ) : (
        <>
          <p className="mt-3 max-w-measure text-soft">
            {merge.conflicts.length === 0
              ? 'Nothing needs a decision. What was published is added to the draft by one save.'
              : 'Some places were changed in this draft and in what was published. Decide what they become. Your decisions are kept in this tab until everything is merged by one save.'}
          </p>
          <MergeView draft={draft} merge={merge} mergeNewest={mergeNewest} />
        </>
      )}
    </DraftSubpage>
  );
}
