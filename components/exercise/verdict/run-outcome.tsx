import type { RunSnapshot } from '@dfm/contracts/browser-api';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ExercisePage } from '@dfm/contracts/page-data';
import { Link } from '@/components/ui/link.tsx';
import { BoardLink } from '../board/board-link.tsx';
import { RunReport } from './run-report.tsx';
import { UnreadableResult } from './unreadable-result.tsx';

interface Props {
  run: RunSnapshot;
  exercise: Pick<ExercisePage, 'slug' | 'passScore' | 'hasBoard' | 'taughtLater'>;
  /** Whether the reader submitted it. */
  isOwn: boolean;
}

/** How a run ended: its verdict with the submitted files, or why there is none. */
export function RunOutcome({ run, exercise, isOwn }: Props) {
  const { slug, passScore, hasBoard, taughtLater } = exercise;
  return (
    <>
      {run.kind === 'confirmation' && (
        <p className="mb-6 max-w-measure text-soft">
          The same files as in the attempt that passed, built and measured again in a fresh engine. This is
          the result that counts.
        </p>
      )}
      {run.result !== undefined ? (
        <RunReport
          result={run.result}
          passScore={passScore}
          taughtLater={taughtLater}
          files={run.files}
          note={isOwn && hasBoard && run.result.passed && <BoardLink slug={slug} />}
        />
      ) : run.status === 'done' ? (
        <UnreadableResult />
      ) : (
        <p className="text-soft">
          {run.status === 'cancelled'
            ? 'This run was cancelled and is not counted.'
            : 'This run has not ended yet.'}{' '}
          {isOwn && (
            <Link href={hrefTo('exercise', slug)} className="text-accent underline underline-offset-2">
              {run.status === 'cancelled' ? 'Back to the exercise' : 'Follow it on the exercise page'}
            </Link>
          )}
        </p>
      )}
    </>
  );
}
