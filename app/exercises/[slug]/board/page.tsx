import type { Metadata } from 'next';
import { BoardStanding } from '@/components/exercise/board/board-standing.tsx';
import { BoardTable } from '@/components/exercise/board/board-table.tsx';
import { ExerciseBreadcrumb } from '@/components/exercise/exercise-breadcrumb.tsx';
import { OpenExercise } from '@/components/exercise/open-exercise.tsx';
import { currentLearner } from '@/lib/auth/session.ts';
import { boardOf } from '@/lib/boards/board.ts';
import { boardExercise } from '@/lib/exercises/board-exercise.ts';
import { orNotFound } from '@/lib/exercises/or-not-found.ts';
import { chooseBoardName, withdrawBoardName } from './actions.ts';

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ problem?: string | string[]; name?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title } = await orNotFound(boardExercise((await params).slug));
  return {
    title: `Leaderboard: ${title}`,
    description: 'The smallest images that passed and were confirmed in a fresh engine.',
  };
}

export default async function BoardPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const learner = await currentLearner();
  const board = await orNotFound(boardOf(slug, learner?.id));
  const { problem, name } = await searchParams;
  return (
    <div className="mx-auto max-w-page px-4 py-10 sm:px-6">
      <ExerciseBreadcrumb slug={slug} title={board.title} />
      <h1 className="text-2xl font-semibold">Leaderboard</h1>
      <p className="mt-3 mb-8 max-w-measure text-soft">
        The smallest image of each learner that passed, as measured in a fresh engine. To appear here, choose
        a name.
      </p>
      {board.rows.length === 0 ? (
        <>
          <p className="max-w-measure">No entries yet.</p>
          <OpenExercise slug={slug} />
        </>
      ) : (
        <BoardTable rows={board.rows} standing={board.standing} solutionBytes={board.solutionBytes} />
      )}
      <BoardStanding
        slug={slug}
        own={board.own}
        tried={typeof problem === 'string' && typeof name === 'string' ? { problem, name } : undefined}
        choose={chooseBoardName}
        withdraw={withdrawBoardName}
      />
    </div>
  );
}
