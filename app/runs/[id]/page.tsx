import type { RunSnapshot } from '@dfm/contracts/browser-api';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ExercisePage } from '@dfm/contracts/page-data';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import type { ComponentProps } from 'react';
import { ExerciseBreadcrumb } from '@/components/exercise/exercise-breadcrumb.tsx';
import { DrawNote } from '@/components/exercise/task/draw-note.tsx';
import { RunOutcome } from '@/components/exercise/verdict/run-outcome.tsx';
import { CorrectionNote } from '@/components/regrade/correction-note.tsx';
import { CommentThread } from '@/components/teaching/comment-thread.tsx';
import { StaffRunHeader } from '@/components/teaching/staff-run-header.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { accountForPage, accountOf, currentLearner } from '@/lib/auth/session.ts';
import { loadExercisePage } from '@/lib/exercises/exercise-page.ts';
import { orNotFound } from '@/lib/exercises/or-not-found.ts';
import { draftOfRun } from '@/lib/proofs/draft-of-run.ts';
import { correctionOf } from '@/lib/regrade/corrected-run.ts';
import { runOf } from '@/lib/runs/queries.ts';
import { conversationOf, readComments } from '@/lib/teaching/comments.ts';
import { runOfMate } from '@/lib/teaching/mate-run.ts';
import { runForStaff } from '@/lib/teaching/staff-run.ts';
import { submitComment } from './actions.ts';

export const metadata: Metadata = { title: 'Verdict' };

const kindText = { practice: 'Run', confirmation: 'Confirmation', proof: 'Check of a draft' } as const;

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/**
 * The verdict of a run, for the learner, for those in the same group if a class does the exercise in groups,
 * and for staff of a class that has to do it. Others are sent to sign in, and for accounts it does not
 * exist.
 */
export default async function RunPage({ params, searchParams }: Props) {
  const { id } = await params;
  const original = (await searchParams).verdict === 'original';
  const learner = await currentLearner();
  const own = learner === null ? undefined : await runOf(learner.id, id);
  const mate = learner === null || own ? undefined : await runOfMate(learner.id, id);
  if (mate) return <MateRunPage {...mate} original={original} />;
  if (own === undefined) return <StaffRunPage id={id} original={original} />;
  const page = await orNotFound(loadExercisePage(own.exercise, own.values));
  const draft = own.kind === 'proof' ? await draftOfRun(id) : undefined;
  return (
    <div className="mx-auto max-w-page px-4 py-10 sm:px-6">
      {draft === undefined ? (
        <ExerciseBreadcrumb
          slug={page.slug}
          title={page.title}
          between={[{ href: hrefTo('attempts', page.slug), text: 'Attempts' }]}
        />
      ) : (
        <DraftBreadcrumb draft={draft} exercise={page.title} />
      )}
      <h1 className="mb-4 text-2xl font-semibold">
        {kindText[own.kind]} from <Moment at={own.createdAt} />
      </h1>
      <CountingOutcome run={own} exercise={page} isOwn original={original} />
      <Comments runId={id} />
    </div>
  );
}

/** The position of a run that checked a draft, whose exercise may not be published yet. */
function DraftBreadcrumb({ draft, exercise }: { draft: string; exercise: string }) {
  return (
    <Breadcrumb
      trail={[
        { text: pages.content.title, href: hrefTo('content') },
        { text: draft, href: hrefTo('draft', draft) },
        { text: `Check of ${exercise}`, href: hrefTo('publishing', draft) },
      ]}
    />
  );
}

async function MateRunPage({ run, name, original }: { run: RunSnapshot; name: string; original: boolean }) {
  const page = await orNotFound(loadExercisePage(run.exercise, run.values));
  return (
    <div className="mx-auto max-w-page px-4 py-10 sm:px-6">
      <ExerciseBreadcrumb slug={page.slug} title={page.title} between={[]} />
      <h1 className="mb-4 text-2xl font-semibold wrap-anywhere">
        Run of {name}, in your group, from <Moment at={run.createdAt} />
      </h1>
      <CountingOutcome run={run} exercise={page} isOwn={false} original={original} />
    </div>
  );
}

async function StaffRunPage({ id, original }: { id: string; original: boolean }) {
  const found = await runForStaff(await accountForPage(hrefTo('run', id)), id);
  if (found === undefined) notFound();
  const page = await orNotFound(loadExercisePage(found.run.exercise, found.run.values));
  return (
    <div className="mx-auto max-w-page px-4 py-10 sm:px-6">
      <StaffRunHeader exercise={page.title} {...found} />
      <CountingOutcome
        run={found.run}
        exercise={page}
        isOwn={false}
        original={original}
        cohortId={found.cohort.id}
      />
      <Comments runId={id} />
    </div>
  );
}

interface OutcomeProps extends ComponentProps<typeof RunOutcome> {
  exercise: ExercisePage;
  /** Whether to show its own result, even if a different one counts. */
  original: boolean;
  /** The class through which staff see it. */
  cohortId?: string;
}

/**
 * The outcome with the result that counts: its own, or that of an applied regrade, with a link to the other
 * one.
 */
async function CountingOutcome({ run, exercise, original, cohortId, ...rest }: OutcomeProps) {
  const corrected = await correctionOf(run.id, cohortId);
  return (
    <>
      {exercise.draw && <DrawNote {...exercise.draw} className="mb-4" />}
      {corrected && (
        <CorrectionNote
          correction={corrected.correction}
          address={hrefTo('run', run.id)}
          original={original}
        />
      )}
      <RunOutcome
        run={corrected && !original ? { ...run, result: corrected.result } : run}
        exercise={exercise}
        {...rest}
      />
    </>
  );
}

/** The conversation about the run; nothing for a learner whose classes do not have to do the exercise. */
async function Comments({ runId }: { runId: string }) {
  const account = await accountOf(await headers());
  const conversation = account === null ? undefined : await conversationOf(account, runId);
  if (conversation === undefined) return null;
  return (
    <CommentThread
      comments={await readComments(conversation)}
      isLearner={conversation.isLearner}
      action={submitComment.bind(null, runId)}
    />
  );
}
