import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { DraftList } from '@/components/authoring/draft-list.tsx';
import { NewDraftForm } from '@/components/authoring/new-draft-form.tsx';
import { OwnEditor } from '@/components/authoring/own-editor.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Link } from '@/components/ui/link.tsx';
import { contentAccessForPage } from '@/lib/authoring/content-access.ts';
import { drafts } from '@/lib/authoring/drafts.ts';
import { env } from '@/lib/platform/env.ts';
import { removeDraft, submitDraft } from './actions.ts';

export const metadata: Metadata = { title: pages.content.title, robots: { index: false } };

/** The drafts of the content that all courses share. */
export default async function ContentPage() {
  const access = await contentAccessForPage(hrefTo('content'));
  const { drafts: found, version } = await drafts(access);
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6">
      <Breadcrumb trail={[{ text: pages.teach.title, href: hrefTo('teach') }]} />
      <h1 className="mt-2 text-2xl font-semibold">{pages.content.title}</h1>
      <p className="mt-3 max-w-measure text-soft">
        All courses of this site share its lessons and exercises. You write in a draft, which learners do not
        see. Its preview and its problems follow what you type, and every save has an author and can be taken
        back.
      </p>
      <section aria-labelledby="drafts" className="mt-10 max-w-figure">
        <h2 id="drafts" className="text-xl font-semibold">
          Drafts
        </h2>
        <DraftList drafts={found} version={version} remove={(id) => removeDraft.bind(null, id)} />
        <p className="mt-3 text-sm">
          <Link href={hrefTo('versions')} className="text-accent underline underline-offset-2">
            Published versions
          </Link>
        </p>
      </section>
      <section aria-labelledby="new-draft" className="mt-10 max-w-md">
        <h2 id="new-draft" className="mb-4 text-xl font-semibold">
          New draft
        </h2>
        <NewDraftForm action={submitDraft} />
      </section>
      <section aria-labelledby="own-editor" className="mt-10 max-w-figure">
        <h2 id="own-editor" className="mb-2 text-xl font-semibold">
          Use your own editor
        </h2>
        <OwnEditor address={new URL('/content.git', env().SITE_URL).href} />
      </section>
    </div>
  );
}
