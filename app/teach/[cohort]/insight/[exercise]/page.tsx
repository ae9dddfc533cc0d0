import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { VerdictSection } from '@/components/alike/verdict-section.tsx';
import { Link } from '@/components/ui/link.tsx';
import { alikeSubmissions } from '@/lib/alike/alike-submissions.ts';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { submitCommentForMany } from './actions.ts';

interface Props {
  params: Promise<{ cohort: string; exercise: string }>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortInsight', params, 'Submissions that are alike');
}

/** The newest submissions for an exercise, by verdict and by what was written, with one comment for many. */
export default async function AlikePage({ params }: Props) {
  const access = await cohortPage('cohortInsight', params, 'seeWork');
  const { cohort, exercise } = await params;
  const alike = await alikeSubmissions(access, exercise);
  if (alike === undefined) notFound();
  const submissions = alike.verdicts.reduce((sum, verdict) => sum + verdict.submissions, 0);
  return (
    <div className="max-w-figure">
      <p className="text-sm">
        <Link href={hrefTo('cohortInsight', cohort)} className="text-accent underline underline-offset-2">
          Insight
        </Link>
      </p>
      <h2 className="mt-2 text-xl font-semibold wrap-anywhere">
        {alike.exercise}: submissions that are alike
      </h2>
      <p className="mt-2 max-w-measure text-soft">
        The newest submission of each learner: {submissions} of {alike.learners}{' '}
        {alike.learners === 1 ? 'learner' : 'learners'}. Those with the same verdict are together. Among them
        are groups with the same files, apart from comments, white space, and the names of stages and users.
      </p>
      {submissions === 0 && <p className="mt-6">No one has submitted anything that was judged.</p>}
      {alike.verdicts.map((verdict) => (
        <VerdictSection
          key={verdict.groups[0]!.submissions[0]!.runId}
          verdict={verdict}
          compareAt={hrefTo('cohortComparison', cohort, exercise)}
          variantAt={`${hrefTo('cohortAlike', cohort, exercise)}/variant`}
          action={submitCommentForMany.bind(null, cohort, exercise)}
        />
      ))}
    </div>
  );
}
