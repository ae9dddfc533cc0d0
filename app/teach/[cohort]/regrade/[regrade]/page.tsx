import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RefreshWhile } from '@/components/regrade/refresh-while.tsx';
import { RegradeDecision } from '@/components/regrade/regrade-decision.tsx';
import { RegradeRows } from '@/components/regrade/regrade-rows.tsx';
import { RegradeSummaryText } from '@/components/regrade/regrade-summary.tsx';
import { Link } from '@/components/ui/link.tsx';
import { shownPart } from '@/lib/http/shown-part.ts';
import { regradePreview } from '@/lib/regrade/preview.ts';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { submitDecision } from './actions.ts';

interface Props {
  params: Promise<{ cohort: string; regrade: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortRegrades', params, 'Regrade');
}

/** What a regrade changes, learner by learner, and the decision about it. */
export default async function CohortRegradePage({ params, searchParams }: Props) {
  const access = await cohortPage('cohortRegrades', params, 'seeWork');
  const { cohort, regrade } = await params;
  const { show, page } = shownPart.parse(await searchParams);
  const preview = await regradePreview(access, regrade, { onlyChanges: show !== 'all', page });
  if (preview === undefined) notFound();
  return (
    <>
      <p className="text-sm">
        <Link href={hrefTo('cohortRegrades', cohort)} className="text-accent underline underline-offset-2">
          All regrades
        </Link>
      </p>
      <h2 className="mt-2 text-xl font-semibold wrap-anywhere">{preview.exercise}</h2>
      <RefreshWhile isActive={preview.state === 'judging'} everyMs={3_000} />
      <RegradeSummaryText preview={preview} />
      <RegradeDecision
        state={preview.state}
        action={access.may('manage') ? submitDecision.bind(null, cohort, regrade) : undefined}
      />
      <RegradeRows address={hrefTo('cohortRegrade', cohort, regrade)} cohortId={cohort} preview={preview} />
    </>
  );
}
