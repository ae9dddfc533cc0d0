import type { ResultDocument } from '@dfm/contracts';
import { hrefTo, signInAddress } from '@dfm/contracts/page-addresses';
import type { Destination, ExercisePage, HeldBack } from '@dfm/contracts/page-data';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';
import { SolutionPanel, type ReadSolution } from './solution/solution-panel.tsx';
import { DrawNote } from './task/draw-note.tsx';
import { Hints, type OpenHint } from './task/hints.tsx';

/** What helps a learner who is stuck. */
export interface Help {
  readSolution: ReadSolution;
  openHint: OpenHint;
  /** Texts of the hints that were opened earlier. */
  openedHints: readonly string[];
}

interface Props {
  exercise: ExercisePage;
  /** The learner's current files. */
  files: Readonly<Record<string, string>>;
  /** Of the newest run that has one. */
  result: ResultDocument | undefined;
  /** Whether the learner has ever passed the exercise. */
  hasPassed: boolean;
  help: Help;
  next: Destination | undefined;
  /** The statement, rendered. */
  children: ReactNode;
}

/** The goal in a sentence, the statement, the hints, the model solution, and what comes next in the course. */
export function TaskPane({ exercise, files, result, hasPassed, help, next, children }: Props) {
  return (
    <div className="px-4 py-5 sm:px-6">
      <p className="mb-5 border-l-4 border-accent pl-3 font-semibold">{exercise.summary}</p>
      {exercise.draw && <DrawNote {...exercise.draw} className="mb-5" />}
      <div className="prose exercise-statement" data-reportable>
        {children}
      </div>
      {exercise.needsAccount ? (
        <AccountNote slug={exercise.slug} />
      ) : (
        <HelpSections exercise={exercise} files={files} result={result} hasPassed={hasPassed} help={help} />
      )}
      {next && (
        <p className="mt-8 border-t border-line pt-4 text-sm text-faint">
          Next in the course:{' '}
          <Link href={next.href} className="text-accent underline underline-offset-2">
            {next.title}
          </Link>
        </p>
      )}
    </div>
  );
}

/** The hints and the model solution, or what a class says about them. */
function HelpSections({ exercise, files, result, hasPassed, help }: Omit<Props, 'next' | 'children'>) {
  return (
    <>
      <Hints
        slug={exercise.slug}
        hints={exercise.hints}
        alreadyOpened={help.openedHints}
        openHint={help.openHint}
        result={result}
      />
      {exercise.heldBack?.solutionUntil === undefined ? (
        <SolutionPanel
          slug={exercise.slug}
          passed={hasPassed}
          files={files}
          readSolution={help.readSolution}
        />
      ) : (
        <HeldBackNote {...exercise.heldBack} />
      )}
    </>
  );
}

/** Instead of everything that needs an account, where the installation requires one. */
function AccountNote({ slug }: { slug: string }) {
  const to = hrefTo('exercise', slug);
  return (
    <p className="mt-8 border-t border-line pt-5 text-sm text-soft">
      This site needs an account for runs, hints and the model solution.{' '}
      <Link href={signInAddress('signIn', to)} className="text-accent underline underline-offset-2">
        Sign in
      </Link>{' '}
      or{' '}
      <Link href={signInAddress('createAccount', to)} className="text-accent underline underline-offset-2">
        create an account
      </Link>
      . What you have typed stays in this browser.
    </p>
  );
}

/** Instead of what a class does not show yet. */
function HeldBackNote({ hintsUntil, solutionUntil }: HeldBack) {
  const both = hintsUntil === solutionUntil;
  return (
    <p className="mt-8 border-t border-line pt-5 text-sm text-soft">
      {!both && hintsUntil !== undefined && `Your class shows the hints from ${hintsUntil}. `}
      {`Your class shows the ${both ? 'hints and the model solution' : 'model solution'} from ${solutionUntil}.`}
    </p>
  );
}
