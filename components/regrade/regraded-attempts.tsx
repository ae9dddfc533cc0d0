import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ChangedCheck, CheckChange, RegradedAttempt } from '@dfm/contracts/page-data';
import { visibleText } from '@dfm/contracts/visible-text';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';

const howJudged = { recomputed: 'computed from the stored result', rebuilt: 'built again' } as const;

/** The submissions of a learner in a regrade, each with the checks that are different. */
export function RegradedAttempts({ attempts }: { attempts: readonly RegradedAttempt[] }) {
  return (
    <ol className="mt-1 mb-3 grid gap-5">
      {attempts.map((attempt) => (
        <li key={attempt.runId}>
          <AttemptLine attempt={attempt} />
          {attempt.error !== undefined && (
            <p className="mt-1 text-sm">It could not be judged, so its result stays: {attempt.error}</p>
          )}
          {attempt.changes.length > 0 && (
            <ul className="mt-2 grid gap-3 border-l border-line pl-3">
              {attempt.changes.map((change) => (
                <li key={change.id}>
                  <Change change={change} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

function AttemptLine({
  attempt: { runId, submittedAt, before, after, method, error, changes },
}: {
  attempt: RegradedAttempt;
}) {
  return (
    <p className="flex flex-wrap gap-x-4 text-sm tabular-nums">
      <Link href={hrefTo('run', runId)} className="text-accent underline underline-offset-2">
        Submitted <Moment at={submittedAt} />
      </Link>
      <span>
        {before}
        {after === undefined ? ' points' : ` → ${after} points`}
      </span>
      <span className="text-faint">
        {error === undefined && (after === undefined ? 'waits' : method !== undefined && howJudged[method])}
        {after !== undefined && changes.length === 0 && ', every check as before'}
      </span>
    </p>
  );
}

function Change({ change: { id, before, after } }: { change: CheckChange }) {
  return (
    <div className="text-sm">
      <Link
        href={hrefTo('check', id)}
        className="font-mono text-[0.9em] text-accent underline underline-offset-2"
      >
        {id}
      </Link>
      <Side name="Before" check={before} />
      <Side name="After" check={after} />
    </div>
  );
}

const statusText = { pass: 'passed', warn: 'warning', fail: 'failed', skipped: 'not measured' } as const;

function Side({ name, check }: { name: string; check: ChangedCheck | undefined }) {
  return (
    <p className="mt-0.5 wrap-anywhere">
      <span className="text-faint">{name}: </span>
      {check === undefined ? 'nothing to report' : <CheckText check={check} />}
    </p>
  );
}

function CheckText({
  check: { status, points, maxPoints, required, message, path, line },
}: {
  check: ChangedCheck;
}) {
  const file = path === undefined ? 'Dockerfile' : visibleText(path);
  return (
    <>
      <span className="tabular-nums">
        {statusText[status]}
        {maxPoints > 0 && `, ${points} of ${maxPoints} points`}
        {required && ', must pass'}
      </span>
      {' · '}
      {visibleText(message)}
      {line !== undefined && (
        <span className="text-faint">
          {' '}
          ({file}, line {line})
        </span>
      )}
    </>
  );
}
