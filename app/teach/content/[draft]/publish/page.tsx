import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { PublishingView } from '@dfm/contracts/page-data';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ChangedPaths } from '@/components/publishing/changed-paths.tsx';
import { ProofParts } from '@/components/publishing/proof-parts.tsx';
import { ProofSummary } from '@/components/publishing/proof-summary.tsx';
import { PublishingButtons } from '@/components/publishing/publishing-buttons.tsx';
import { UnsavedNotice } from '@/components/publishing/unsaved-notice.tsx';
import { RefreshWhile } from '@/components/regrade/refresh-while.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Callout } from '@/components/ui/callout.tsx';
import { Link } from '@/components/ui/link.tsx';
import { type ContentAccess, contentAccessForPage } from '@/lib/authoring/content-access.ts';
import { publishingView } from '@/lib/proofs/proof-view.ts';
import { submitPublishing } from './actions.ts';

interface Props {
  params: Promise<{ draft: string }>;
}

export const metadata: Metadata = { title: 'Publish', robots: { index: false } };

/** What a draft changes, the check that proves it, and publishing it. */
export default async function PublishPage({ params }: Props) {
  const { draft } = await params;
  const access = await contentAccessForPage(hrefTo('publishing', draft));
  const view = await viewOr404(access, draft);
  const { proof } = view;
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6">
      <Breadcrumb
        trail={[
          { text: pages.teach.title, href: hrefTo('teach') },
          { text: pages.content.title, href: hrefTo('content') },
          { text: draft, href: hrefTo('draft', draft) },
        ]}
      />
      <h1 className="mt-2 text-2xl font-semibold">Publish</h1>
      <p className="mt-3 max-w-measure text-soft">
        Before learners see a draft, its texts are checked, and every exercise that it changes is graded by
        the runners: the solution has to pass, and each wrong variant has to be caught for its reason. The
        runners also execute the commands of changed lessons and record what lessons show.
      </p>
      <div className="max-w-figure">
        {view.isBehind && (
          <div className="mt-6">
            <Callout kind="warning" title="Something else has been published since">
              <p>
                Bring it into <Link href={hrefTo('draft', draft)}>the draft</Link>, then check the result.
              </p>
            </Callout>
          </div>
        )}
        <UnsavedNotice draft={draft} />
        <section aria-labelledby="changes" className="mt-8">
          <h2 id="changes" className="text-xl font-semibold">
            What changes
          </h2>
          <ChangedPaths changes={view.changes} />
        </section>
        <section aria-labelledby="check" className="mt-10">
          <h2 id="check" className="text-xl font-semibold">
            Check
          </h2>
          <RefreshWhile isActive={proof?.state === 'checking'} everyMs={2_000} />
          {proof === undefined ? (
            <p className="mt-2 text-soft">This draft has not been checked yet.</p>
          ) : (
            <ProofSummary proof={proof} />
          )}
          <div className="mt-5">
            <PublishingButtons view={view} action={submitPublishing.bind(null, draft)} />
          </div>
          {proof && <ProofParts draft={draft} proof={proof} />}
        </section>
      </div>
    </div>
  );
}

async function viewOr404(access: ContentAccess, draft: string): Promise<PublishingView> {
  return publishingView(access, draft).catch((error: unknown) => {
    if (error instanceof PlatformError) notFound();
    throw error;
  });
}
