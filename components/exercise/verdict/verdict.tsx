import type { ResultDocument } from '@dfm/contracts';
import type { Destination, ExercisePage } from '@dfm/contracts/page-data';
import { formatDuration } from '@dfm/contracts/quantity';
import { plainText } from '@dfm/contracts/terminal-text';
import { visibleTexts } from '@dfm/contracts/visible-text';
import { ArrowRight, CircleCheck, CircleX } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { ButtonLink } from '@/components/ui/button.tsx';
import { Callout } from '@/components/ui/callout.tsx';
import type { EarlierRun } from '../gain/gain-rows.ts';
import { Gain } from '../gain/gain.tsx';
import { AxesBars } from './axes-bars.tsx';
import { ChecksList } from './checks-list.tsx';
import { EditsTable } from './edits-table.tsx';
import { Failure } from './failure.tsx';
import { Unbroken } from './unbroken.tsx';
import { VerdictFigures } from './verdict-figures.tsx';

interface Props {
  result: ResultDocument;
  /** Score needed to pass. */
  passScore: number;
  /** Where to continue after passing. */
  next?: Destination | undefined;
  /** An earlier run of the learner, to compare a passed one with. */
  earlier?: EarlierRun | undefined;
  /** Shown below the score. */
  note?: ReactNode;
  /** Checks that the course teaches after this exercise. */
  taughtLater?: ExercisePage['taughtLater'];
  link: LineLink;
}

/**
 * A result document as a learner reads it: the most important sentence first, then what to fix, then the
 * figures. It quotes file names, layers and logs from the image, so control characters in it are made
 * visible.
 */
export function Verdict({ result: measured, taughtLater, link, ...shown }: Props) {
  const result = useMemo(() => shownResult(measured), [measured]);
  return (
    <article className="@container wrap-anywhere">
      {result.status === 'graded' ? (
        <Headline result={result} onGoTo={link.onGoTo} {...shown} />
      ) : (
        <Failure result={result} onGoTo={link.onGoTo} />
      )}
      {result.status === 'graded' && <AxesBars result={result} />}
      <Notices result={result} />
      <ChecksList result={result} taughtLater={taughtLater} link={link} />
      <VerdictFigures result={result} link={link} />
      <p className="mt-6 text-xs text-faint">
        {result.engine && `Graded by Docker Engine ${result.engine.version}. `}
        The run took {formatDuration(result.timings.totalMs)}
        {result.timings.queuedMs !== undefined &&
          result.timings.queuedMs >= 1_000 &&
          `, after ${formatDuration(result.timings.queuedMs)} in the queue`}
        .
      </p>
    </article>
  );
}

/** The end of a log keeps its line breaks: control sequences in it are removed instead of being made visible. */
function shownResult(result: ResultDocument): ResultDocument {
  const { failure } = result;
  return visibleTexts(
    failure?.logTail === undefined
      ? result
      : { ...result, failure: { ...failure, logTail: plainText(failure.logTail) } },
  );
}

/** What the reader has to know about how it was measured. */
function Notices({ result }: { result: ResultDocument }) {
  const ignored = (result.ignored ?? []).map(
    ({ id, line, reason }) =>
      `Line ${line}: a comment ignores the finding ${id}. The reason given: ${reason}`,
  );
  const notices = [...result.notices, ...ignored];
  if (notices.length === 0) return null;
  return (
    <Callout title="How it was measured">
      <ul className="grid gap-1 text-sm">
        {notices.map((notice) => (
          <li key={notice}>{notice}</li>
        ))}
      </ul>
    </Callout>
  );
}

function Headline({
  result,
  passScore,
  next,
  earlier,
  note,
  onGoTo,
}: Omit<Props, 'link' | 'taughtLater'> & Pick<LineLink, 'onGoTo'>) {
  const Icon = result.passed ? CircleCheck : CircleX;
  const failedEdits = result.checks.find(
    ({ status, edits }) => status === 'fail' && edits !== undefined,
  )?.edits;
  return (
    <header className="mb-6">
      <p
        className={`mb-2 flex items-center gap-2 text-sm font-semibold ${result.passed ? 'text-good' : 'text-bad'}`}
      >
        <Icon aria-hidden size={18} />
        {result.passed ? 'Passed' : 'Not passed yet'}
      </p>
      <h2 className="text-xl leading-snug font-semibold text-balance">
        <Unbroken text={result.headline} />
      </h2>
      <p className="mt-2 text-sm text-soft tabular-nums">
        <span className="font-semibold text-ink">{Math.round(result.score)}</span> of 100 points.{' '}
        {missingText(result, passScore)}
      </p>
      {failedEdits !== undefined && <EditsTable edits={failedEdits} onGoTo={onGoTo} />}
      {note}
      {result.passed && earlier !== undefined && <Gain before={earlier} after={result} />}
      {result.passed && next !== undefined && (
        <p className="mt-4">
          <ButtonLink look="primary" href={next.href}>
            Next: {next.title} <ArrowRight aria-hidden size={16} />
          </ButtonLink>
        </p>
      )}
    </header>
  );
}

/** What a run still needs to pass, or needed. */
function missingText({ checks, score, passed }: ResultDocument, passScore: number): string {
  if (passed) return `You needed ${passScore}.`;
  const failing = checks.filter((check) => check.required && check.status !== 'pass').length;
  const required = failing === 1 ? 'one required check' : `${failing} required checks`;
  if (failing === 0) return `Needs ${passScore} points to pass.`;
  return score >= passScore
    ? `Enough points to pass, but ${required} still ${failing === 1 ? 'fails' : 'fail'}.`
    : `Needs ${passScore} points and ${required}, still failing.`;
}
