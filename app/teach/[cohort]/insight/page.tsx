import type { Metadata } from 'next';
import { WaitingRuns } from '@/components/classes/waiting-runs.tsx';
import { ExerciseInsights } from '@/components/teaching/exercise-insights.tsx';
import { QuizInsights } from '@/components/teaching/quiz-insights.tsx';
import { StuckLearners } from '@/components/teaching/stuck-learners.tsx';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { unansweredIn } from '@/lib/teaching/comments.ts';
import { classInsight } from '@/lib/teaching/insight.ts';
import { quizInsight } from '@/lib/teaching/quiz-insight.ts';

interface Props {
  params: Promise<{ cohort: string }>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortInsight', params, 'Insight');
}

/** Who needs help, what exercises are failed for, and how questions are answered. */
export default async function CohortInsightPage({ params }: Props) {
  const access = await cohortPage('cohortInsight', params, 'seeWork');
  const [{ learners, stuck, exercises }, quizzes, questions] = await Promise.all([
    classInsight(access),
    quizInsight(access),
    unansweredIn(access),
  ]);
  return (
    <div className="grid gap-12">
      <section aria-labelledby="questions" className="max-w-figure">
        <h2 id="questions" className="text-lg font-semibold">
          Questions
        </h2>
        {questions.length === 0 ? (
          <p className="mt-2 text-soft">
            No questions are waiting for an answer. Learners ask on the page of a submission.
          </p>
        ) : (
          <WaitingRuns runs={questions} withNames />
        )}
      </section>
      <StuckLearners stuck={stuck} />
      <ExerciseInsights cohortId={access.cohortId} learners={learners} exercises={exercises} />
      <QuizInsights quizzes={quizzes} />
    </div>
  );
}
