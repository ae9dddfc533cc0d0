import type { Attempt } from '@dfm/contracts/page-data';
import { formatBytes } from '@dfm/contracts/quantity';
import { DiffTable } from '../diff/diff-table.tsx';
import { LoadAttemptLink } from './load-attempt-link.tsx';

interface Side {
  attempt: Attempt;
  files: Readonly<Record<string, string>>;
}

/** What changed from one attempt to another: the files line by line, and the effect on score and size. */
export function AttemptComparison({ slug, from, to }: { slug: string; from: Side; to: Side }) {
  const paths = [...new Set([...Object.keys(from.files), ...Object.keys(to.files)])];
  const changed = paths.filter((path) => (from.files[path] ?? '') !== (to.files[path] ?? ''));
  return (
    <section aria-labelledby="comparison-title" className="my-8">
      <h2 id="comparison-title" className="text-lg font-semibold">
        From attempt {from.attempt.number} to attempt {to.attempt.number}
      </h2>
      <p className="mt-1 text-sm text-soft">{effect(from.attempt, to.attempt)}</p>
      <p className="mt-1 flex flex-wrap gap-x-5 text-sm">
        {[from, to].map(({ attempt }) => (
          <LoadAttemptLink key={attempt.runId} slug={slug} attempt={attempt}>
            Load attempt {attempt.number} into the editor
          </LoadAttemptLink>
        ))}
      </p>
      {changed.length === 0 && <p className="mt-3 text-sm">The files are the same.</p>}
      {changed.map((path) => (
        <DiffTable
          key={path}
          path={path}
          left={from.files[path] ?? ''}
          right={to.files[path] ?? ''}
          leftName={`attempt ${from.attempt.number}`}
          rightName={`attempt ${to.attempt.number}`}
        />
      ))}
    </section>
  );
}

function effect(from: Attempt, to: Attempt): string {
  const parts: string[] = [];
  const graded = (a: Attempt) => (a.outcome?.status === 'graded' ? a.outcome : undefined);
  const before = graded(from);
  const after = graded(to);
  if (before === undefined || after === undefined) return 'One of the two attempts has no score to compare.';
  parts.push(`Score from ${Math.round(before.score)} to ${Math.round(after.score)}`);
  if (before.totalBytes !== undefined && after.totalBytes !== undefined)
    parts.push(`image from ${formatBytes(before.totalBytes)} to ${formatBytes(after.totalBytes)}`);
  return `${parts.join(', ')}.`;
}
