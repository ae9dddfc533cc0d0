import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { ClassForm } from '@/components/lms/class-form.tsx';
import { LedgerSections } from '@/components/lms/ledger-sections.tsx';
import { LinkList } from '@/components/lms/link-list.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { shownPart } from '@/lib/http/shown-part.ts';
import { contextAccessForPage } from '@/lib/lti/access.ts';
import { classChoices, lmsContext } from '@/lib/lti/contexts.ts';
import { rosterView } from '@/lib/lti/roster-view.ts';
import { scoreLedger } from '@/lib/lti/score-ledger.ts';
import { submitClass, submitRosterAction, submitScoreRetry } from './actions.ts';

interface Props {
  params: Promise<{ context: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const { context } = await params;
  const { title } = await lmsContext(await contextAccessForPage(hrefTo('lmsContext', context), context));
  return { title, robots: { index: false } };
}

/** A course of an LMS: its class, its links, the grades that it has, and who is in it. */
export default async function LmsContextPage({ params, searchParams }: Props) {
  const { context: id } = await params;
  const access = await contextAccessForPage(hrefTo('lmsContext', id), id);
  const { show, page } = shownPart.parse(await searchParams);
  const [context, classes, ledger, roster] = await Promise.all([
    lmsContext(access),
    classChoices(access),
    scoreLedger(access, { onlyOpen: show !== 'all', page }),
    rosterView(access),
  ]);
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6">
      <Breadcrumb
        trail={[
          { href: hrefTo('teach'), text: pages.teach.title },
          { href: hrefTo('lms'), text: pages.lms.title },
        ]}
        here={context.lms}
      />
      <h1 className="text-2xl font-semibold wrap-anywhere">{context.title}</h1>
      <section aria-labelledby="class" className="mt-8 max-w-md">
        <h2 id="class" className="text-xl font-semibold">
          Class
        </h2>
        <p className="mt-2 mb-4 text-soft">
          Learners who open a link from this course of the LMS join the class. If you choose a different one,
          those who have joined stay where they are.
        </p>
        <ClassForm
          classes={classes}
          present={context.cohort?.id}
          mayBeNone
          submit="Save"
          action={submitClass.bind(null, id)}
        />
      </section>
      <section aria-labelledby="links" className="mt-10 max-w-figure">
        <h2 id="links" className="text-xl font-semibold">
          Links
        </h2>
        <LinkList links={context.links} cohortId={context.cohort?.id} />
      </section>
      {ledger !== undefined && roster !== undefined && (
        <LedgerSections
          address={hrefTo('lmsContext', id)}
          ledger={ledger}
          roster={roster}
          scoreAction={submitScoreRetry.bind(null, id)}
          rosterAction={submitRosterAction.bind(null, id)}
        />
      )}
    </div>
  );
}
