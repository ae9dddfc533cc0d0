import type { Metadata } from 'next';
import { ExerciseInsights } from '@/components/teaching/exercise-insights.tsx';
import { StuckLearners } from '@/components/teaching/stuck-learners.tsx';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { classInsight } from '@/lib/teaching/insight.ts';

interface Props {
  params: Promise<{ cohort: string }>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortInsight', params, 'Insight');
}

/** Who needs help, and what exercises are failed for. */
export default async function CohortInsightPage({ params }: Props) {
  const { learners, stuck, exercises } = await classInsight(
    await cohortPage('cohortInsight', params, 'seeWork'),
  );
  return (
    <div className="grid gap-12">
      <StuckLearners stuck={stuck} />
      <ExerciseInsights learners={learners} exercises={exercises} />
    </div>
  );
}
