import { CircleCheck, CircleX } from 'lucide-react';
import type { ResultDocument } from '@dfm/contracts';
import { formatDuration } from '@/components/figures/format.ts';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { Callout } from '@/components/ui/callout.tsx';
import { AxesBars } from './axes-bars.tsx';
import { ChecksList } from './checks-list.tsx';
import { Failure } from './failure.tsx';
import { VerdictFigures } from './verdict-figures.tsx';

interface Props {
  result: ResultDocument;
  /** Score from which the exercise passes. */
  passScore: number;
  link: LineLink;
}

/** A result document as a learner reads it: the most important sentence first, then what to mend, then the figures. */
export function Verdict({ result, passScore, link }: Props) {
  return (
    <article className="@container">
      {result.status === 'graded' ? <Headline result={result} passScore={passScore} /> : <Failure result={result} onGoTo={link.onGoTo} />}
      {result.notices.map((notice) => (
        <Callout key={notice} title="Good to know">
          <p className="text-sm">{notice}</p>
        </Callout>
      ))}
      {result.image?.base?.standIn && (
        <Callout title="Stand-in base image">
          <p className="text-sm">
            <code>{result.image.base.reference}</code> was built here from Debian’s packages, because no registry was in reach. Paths are those of the official image; sizes and packages may differ a little.
          </p>
        </Callout>
      )}
      {result.status === 'graded' && <AxesBars result={result} />}
      {(result.checks.length > 0 || result.status === 'graded') && <ChecksList checks={result.checks} link={link} />}
      <VerdictFigures result={result} link={link} />
      <p className="mt-6 text-xs text-faint">
        {result.engine && `Graded by Docker Engine ${result.engine.version}. `}
        The run took {formatDuration(result.timings.totalMs)}
        {result.timings.queuedMs !== undefined && result.timings.queuedMs >= 1_000 && `, after ${formatDuration(result.timings.queuedMs)} in the queue`}.
      </p>
    </article>
  );
}

function Headline({ result, passScore }: { result: ResultDocument; passScore: number }) {
  const Icon = result.passed ? CircleCheck : CircleX;
  const required = result.checks.filter((c) => c.required && c.status !== 'pass').length;
  return (
    <header className="mb-6">
      <p className={`mb-2 flex items-center gap-2 text-sm font-semibold ${result.passed ? 'text-good' : 'text-bad'}`}>
        <Icon aria-hidden size={18} />
        {result.passed ? 'Passed' : 'Not passed yet'}
      </p>
      <h2 className="text-xl leading-snug font-semibold text-balance">{result.headline}</h2>
      <p className="mt-2 text-sm text-soft tabular-nums">
        <span className="font-semibold text-ink">{Math.round(result.score)}</span> of 100. It passes from {passScore}
        {required === 0 ? '.' : `, with ${required === 1 ? 'one check' : `${required} checks`} that must pass still open.`}
      </p>
    </header>
  );
}
