import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ComparedSubmission, ComparedSubmissions } from '@dfm/contracts/page-data';
import { formatBytes } from '@dfm/contracts/quantity';
import type { ReactNode } from 'react';
import { AttemptOutcome } from '@/components/exercise/attempts/attempt-outcome.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';

interface Fact {
  label: string;
  of(submission: ComparedSubmission): ReactNode;
}

const facts: readonly Fact[] = [
  { label: 'Submitted', of: ({ submittedAt }) => <Moment at={submittedAt} /> },
  {
    label: 'Attempt',
    of: ({ attempt, firstAt }) =>
      attempt.number === 1 ? (
        '1'
      ) : (
        <>
          {attempt.number}, the first <Moment at={firstAt} />
        </>
      ),
  },
  { label: 'Verdict', of: ({ attempt }) => <AttemptOutcome attempt={attempt} /> },
  {
    label: 'Score',
    of: ({ attempt: { outcome } }) => (outcome?.status === 'graded' ? Math.round(outcome.score) : '–'),
  },
  {
    label: 'Image',
    of: ({ attempt: { outcome } }) =>
      outcome?.totalBytes === undefined ? '–' : formatBytes(outcome.totalBytes),
  },
  {
    label: 'Model solution opened before passing',
    of: ({ openedSolutionAt }) => (openedSolutionAt === undefined ? 'No' : <Moment at={openedSolutionAt} />),
  },
  { label: 'Group', of: ({ group }) => group ?? '–' },
];

/** How each of two submissions came about. */
export function ComparedSides({ compared: { left, right } }: { compared: ComparedSubmissions }) {
  return (
    <ScrollRegion aria-label="The two submissions" className="mt-6 overflow-x-auto">
      <table className="w-full text-sm">
        <thead className="text-left">
          <tr>
            <th scope="col">
              <span className="sr-only">Fact</span>
            </th>
            {[left, right].map(({ runId, name }) => (
              <th key={runId} scope="col" className="py-1.5 pr-4 font-semibold wrap-anywhere">
                <Link href={hrefTo('run', runId)} className="hover:text-accent hover:underline">
                  {name}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {facts.map(({ label, of }) => (
            <tr key={label} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-4 text-left font-medium text-faint">
                {label}
              </th>
              {[left, right].map((side) => (
                <td key={side.runId} className="py-1.5 pr-4 tabular-nums">
                  {of(side)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
