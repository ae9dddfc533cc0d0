import type { Metadata } from 'next';
import { AttemptComparison } from '@/components/exercise/attempts/attempt-comparison.tsx';
import { AttemptsTable } from '@/components/exercise/attempts/attempts-table.tsx';
import { AxesOverTime } from '@/components/exercise/attempts/axes-over-time.tsx';
import { ExerciseBreadcrumb } from '@/components/exercise/exercise-breadcrumb.tsx';
import { OpenExercise } from '@/components/exercise/open-exercise.tsx';
import { currentLearner } from '@/lib/auth/session.ts';
import { loadExercisePage } from '@/lib/exercises/exercise-page.ts';
import { orNotFound } from '@/lib/exercises/or-not-found.ts';
import { confirmedScore } from '@/lib/runs/confirmation.ts';
import { attemptsOf, submittedFiles } from '@/lib/runs/queries.ts';

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ from?: string | string[]; to?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await orNotFound(loadExercisePage((await params).slug));
  return { title: `Attempts: ${page.title}` };
}

export default async function AttemptsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const page = await orNotFound(loadExercisePage(slug));
  const learner = await currentLearner();
  const attempts = learner === null ? [] : await attemptsOf(learner.id, slug);
  const confirmed = learner === null ? undefined : await confirmedScore(learner.id, slug);
  const requested = await searchParams;
  const to = attempts.find((a) => a.runId === requested.to) ?? attempts[0];
  const earlier = attempts.slice(1);
  const from =
    attempts.find((a) => a.runId === requested.from) ??
    earlier.find((a) => a.outcome?.status === 'graded') ??
    earlier[0];
  return (
    <div className="mx-auto max-w-page px-4 py-10 sm:px-6">
      <ExerciseBreadcrumb slug={slug} title={page.title} />
      <h1 className="mb-8 text-2xl font-semibold">Attempts</h1>
      {attempts.length === 0 ? (
        <>
          <p className="max-w-measure text-soft">
            You have not run this exercise yet. Every run is listed here with its score, its measurements and
            the files you submitted.
          </p>
          <OpenExercise slug={slug} />
        </>
      ) : (
        <>
          {confirmed !== undefined && (
            <p className="mb-5 max-w-measure text-soft">
              Your score: {Math.round(confirmed)} points, the highest confirmed in a fresh engine.
            </p>
          )}
          <AttemptsTable slug={slug} attempts={attempts} chosen={{ from: from?.runId, to: to?.runId }} />
          <AxesOverTime attempts={attempts} />
          {learner !== null && from !== undefined && to !== undefined && (
            <AttemptComparison
              slug={slug}
              from={{ attempt: from, files: await submittedFiles(learner.id, from.runId) }}
              to={{ attempt: to, files: await submittedFiles(learner.id, to.runId) }}
            />
          )}
        </>
      )}
    </div>
  );
}
