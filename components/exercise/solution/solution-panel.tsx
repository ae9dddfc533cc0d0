'use client';

import { BookOpenCheck } from 'lucide-react';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { DiffTable } from '../diff/diff-table.tsx';

/** The model solution's editable files, or why they are not given. */
export type SolutionAnswer =
  | { ok: true; files: Record<string, string>; onRecord: boolean }
  | { ok: false; message: string };
export type ReadSolution = (slug: string) => Promise<SolutionAnswer>;

interface Props {
  slug: string;
  passed: boolean;
  /** The learner's own files as they are. */
  files: Readonly<Record<string, string>>;
  readSolution: ReadSolution;
}

/**
 * The model solution beside one's own, after passing or on request. It is not in the page before it is asked
 * for.
 */
export function SolutionPanel({ slug, passed, files, readSolution }: Props) {
  const [answer, setAnswer] = useState<SolutionAnswer>();
  const [isConfirming, setConfirming] = useState(false);
  const [isPending, startTransition] = useTransition();
  const ask = () =>
    startTransition(async () => {
      const given = await readSolution(slug).catch((): SolutionAnswer => ({
        ok: false,
        message: 'The site cannot be reached. Try again in a moment.',
      }));
      setAnswer(given);
      setConfirming(false);
    });
  return (
    <section aria-labelledby="solution-title" className="mt-6 border-t border-line pt-5">
      <h2 id="solution-title" className="text-sm font-semibold">
        Model solution
      </h2>
      {answer?.ok !== true && (
        <>
          <p className="mt-1 text-sm text-soft">
            {passed
              ? 'You have passed: compare your files with the model solution.'
              : 'Open after you pass. You may see it before; your record then says so.'}
          </p>
          {isConfirming ? (
            <fieldset className="mt-3 flex flex-wrap gap-2" aria-label="See the solution before passing">
              <Button onClick={ask} aria-disabled={isPending || undefined}>
                Show it and note that I saw it
              </Button>
              <Button look="quiet" onClick={() => setConfirming(false)}>
                Not yet
              </Button>
            </fieldset>
          ) : (
            <Button
              className="mt-3"
              onClick={passed ? ask : () => setConfirming(true)}
              aria-disabled={isPending || undefined}
            >
              <BookOpenCheck aria-hidden size={16} /> {isPending ? 'Opening' : 'Show the solution'}
            </Button>
          )}
        </>
      )}
      {answer?.ok === false && (
        <p role="alert" className="mt-2 text-sm text-bad">
          {answer.message}
        </p>
      )}
      {answer?.ok === true && (
        <>
          {answer.onRecord && (
            <p className="mt-1 text-sm text-soft">
              Noted on your record: the solution was opened before passing.
            </p>
          )}
          {Object.entries(answer.files).every(([path, text]) => files[path] === text) && (
            <p className="mt-1 text-sm text-soft">Your files are the model solution’s, word for word.</p>
          )}
          {Object.entries(answer.files)
            .filter(([path, text]) => files[path] !== text)
            .map(([path, text]) => (
              <DiffTable
                key={path}
                path={path}
                left={files[path] ?? ''}
                right={text}
                leftName="yours"
                rightName="the solution"
              />
            ))}
        </>
      )}
    </section>
  );
}
