import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ChoosePair } from '@/components/alike/choose-pair.tsx';
import { ComparedFiles } from '@/components/alike/compared-files.tsx';
import { ComparedSides } from '@/components/alike/compared-sides.tsx';
import { Link } from '@/components/ui/link.tsx';
import { comparedSubmissions } from '@/lib/alike/compared-submissions.ts';
import { comparedRuns } from '@/lib/alike/forms.ts';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';

interface Props {
  params: Promise<{ cohort: string; exercise: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortInsight', params, 'Two submissions');
}

/** Two submissions next to each other, with what is known about how each came about. */
export default async function ComparisonPage({ params, searchParams }: Props) {
  const access = await cohortPage('cohortInsight', params, 'seeWork');
  const { cohort, exercise } = await params;
  const { left, right } = comparedRuns.parse(await searchParams);
  const compared = await comparedSubmissions(access, exercise, [left, right]);
  if (compared === undefined) notFound();
  return (
    <div className="max-w-figure">
      <p className="text-sm">
        <Link
          href={hrefTo('cohortAlike', cohort, exercise)}
          className="text-accent underline underline-offset-2"
        >
          All submissions
        </Link>
      </p>
      <h2 className="mt-2 text-xl font-semibold wrap-anywhere">{compared.exercise}: two submissions</h2>
      <p className="mt-2 max-w-measure text-soft">
        Equal files alone prove nothing: a small exercise has few right answers. Look at what only a copy
        would share, such as the same comment or the same mistake, and at when and how each came about.
      </p>
      <ChoosePair compared={compared} />
      <ComparedSides compared={compared} />
      <ComparedFiles compared={compared} />
    </div>
  );
}
