import { hrefTo } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Moment } from '@/components/exercise/attempts/moment.tsx';
import { BoardLink } from '@/components/exercise/board/board-link.tsx';
import { ExerciseBreadcrumb } from '@/components/exercise/exercise-breadcrumb.tsx';
import { RunReport } from '@/components/exercise/verdict/run-report.tsx';
import { UnreadableResult } from '@/components/exercise/verdict/unreadable-result.tsx';
import { currentLearner } from '@/lib/auth/session.ts';
import { loadExercisePage } from '@/lib/exercises/exercise-page.ts';
import { orNotFound } from '@/lib/exercises/or-not-found.ts';
import { runOf } from '@/lib/runs/queries.ts';

export const metadata: Metadata = { title: 'Verdict' };

/** The verdict of a run. Another learner's run is not found. */
export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const learner = await currentLearner();
  const run = learner === null ? undefined : await runOf(learner.id, (await params).id);
  if (run === undefined) notFound();
  const { page } = await orNotFound(loadExercisePage(run.exercise));
  return (
    <div className="mx-auto max-w-page px-4 py-10 sm:px-6">
      <ExerciseBreadcrumb
        slug={page.slug}
        title={page.title}
        between={[{ href: hrefTo('attempts', page.slug), text: 'Attempts' }]}
      />
      <h1 className="mb-4 text-2xl font-semibold">
        {run.kind === 'confirmation' ? 'Confirmation' : 'Run'} from <Moment at={run.createdAt} />
      </h1>
      {run.kind === 'confirmation' && (
        <p className="mb-6 max-w-measure text-soft">
          The same files as in the attempt that passed, built and measured again in a fresh engine. This is
          the result that counts.
        </p>
      )}
      {run.result !== undefined ? (
        <RunReport
          result={run.result}
          passScore={page.passScore}
          files={run.files}
          note={page.hasBoard && run.result.passed && <BoardLink slug={page.slug} />}
        />
      ) : run.status === 'done' ? (
        <UnreadableResult />
      ) : (
        <p className="text-soft">
          {run.status === 'cancelled'
            ? 'This run was cancelled and is not counted.'
            : 'This run has not ended yet.'}{' '}
          <Link href={hrefTo('exercise', page.slug)} className="text-accent underline underline-offset-2">
            {run.status === 'cancelled' ? 'Back to the exercise' : 'Follow it on the exercise page'}
          </Link>
        </p>
      )}
    </div>
  );
}
