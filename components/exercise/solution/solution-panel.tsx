'use client';

import type { SolutionReply } from '@dfm/contracts/page-data';
import { BookOpenCheck } from 'lucide-react';
import { lazy, Suspense, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button.tsx';

/** Loaded when a solution is opened. */
const SolutionDiff = lazy(async () => ({ default: (await import('./solution-diff.tsx')).SolutionDiff }));

export type ReadSolution = (slug: string) => Promise<SolutionReply>;

interface Props {
  slug: string;
  passed: boolean;
  /** The learner's current files. */
  files: Readonly<Record<string, string>>;
  readSolution: ReadSolution;
}

/**
 * The model solution next to the learner's own files, after passing or on request. It is not in the page
 * until it is requested.
 */
export function SolutionPanel({ slug, passed, files, readSolution }: Props) {
  const [answer, setAnswer] = useState<SolutionReply>();
  const [isConfirming, setConfirming] = useState(false);
  const [isPending, startTransition] = useTransition();
  const load = () =>
    startTransition(async () => {
      const response = await readSolution(slug).catch((): SolutionReply => ({
        ok: false,
        message: 'The site cannot be reached. Try again in a moment.',
      }));
      setAnswer(response);
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
              ? 'You have passed. Compare your files with the model solution.'
              : 'Available after you pass. You can see it earlier, but that is noted on your record.'}
          </p>
          {isConfirming ? (
            <fieldset className="mt-3 flex flex-wrap gap-2" aria-label="See the solution before passing">
              <Button onClick={load} aria-disabled={isPending || undefined}>
                Show it and note it on my record
              </Button>
              <Button look="quiet" onClick={() => setConfirming(false)}>
                Not yet
              </Button>
            </fieldset>
          ) : (
            <Button
              className="mt-3"
              onClick={passed ? load : () => setConfirming(true)}
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
        <Suspense>
          <SolutionDiff solution={answer} files={files} />
        </Suspense>
      )}
    </section>
  );
}
