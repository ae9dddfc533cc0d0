import type { AssignedWork } from '@dfm/contracts/page-data';
import { hrefTo } from '@dfm/contracts/pages';
import { Badge } from '@/components/ui/badge.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Deadline } from './deadline.tsx';

interface Props {
  assignments: readonly AssignedWork[];
  timeZone: string;
  now: Date;
}

/** What a learner has to do in a class, and what they have done. */
export function ClassWork({ assignments, timeZone, now }: Props) {
  if (assignments.length === 0)
    return (
      <p className="mt-6 max-w-measure text-soft">
        Nothing is assigned yet. Until then,{' '}
        <Link href={hrefTo('course')} className="text-accent underline underline-offset-2">
          start with the course
        </Link>
        : what you do now counts if it is assigned later.
      </p>
    );
  const done = assignments.filter(({ isDone }) => isDone);
  const open = assignments.filter(({ isDone }) => !isDone);
  return (
    <>
      <WorkList id="to-do" title="To do" work={open} timeZone={timeZone} now={now}>
        Everything that is assigned is done.
      </WorkList>
      {done.length > 0 && <WorkList id="done" title="Done" work={done} timeZone={timeZone} />}
    </>
  );
}

interface ListProps {
  id: string;
  title: string;
  work: readonly AssignedWork[];
  timeZone: string;
  /** Undefined for work that is done, whose deadline does not matter any more. */
  now?: Date;
  /** Shown instead of an empty list. */
  children?: string;
}

function WorkList({ id, title, work, timeZone, now, children }: ListProps) {
  return (
    <section aria-labelledby={id} className="mt-10 max-w-figure">
      <h2 id={id} className="text-xl font-semibold">
        {title}
      </h2>
      {work.length === 0 ? (
        <p className="mt-2 text-soft">{children}</p>
      ) : (
        <ul className="mt-3 border-b border-line">
          {work.map((item) => (
            <WorkRow key={`${item.kind}/${item.slug}`} item={item} timeZone={timeZone} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}

function WorkRow({
  item: { kind, slug, title, dueAt, deadline, isExtended, weight, points, explanation, runId, isPending },
  timeZone,
  now,
}: {
  item: AssignedWork;
  timeZone: string;
  now: Date | undefined;
}) {
  const isLate = now !== undefined && dueAt !== undefined && new Date(dueAt) < now;
  return (
    <li className="border-t border-line py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <Link
          href={hrefTo(kind === 'exercise' ? 'exercise' : 'lesson', slug)}
          className="font-semibold wrap-anywhere hover:text-accent hover:underline"
        >
          {title}
        </Link>
        <span className="text-sm tabular-nums">
          {points === null ? (isPending ? 'being graded' : 'no points yet') : `${points} of 100`}
        </span>
      </div>
      <p className="text-sm text-soft tabular-nums">
        {kind === 'exercise' ? 'Exercise' : 'Questions of the lesson'}
        {' · '}
        {dueAt === undefined ? (
          'no deadline'
        ) : (
          <>
            due <Deadline at={dueAt} timeZone={timeZone} {...(now && { now })} />
          </>
        )}
        {weight !== 1 && ` · weight ${weight}`} {isLate && <Badge tone="warn">late</Badge>}
      </p>
      {isExtended && <p className="text-sm text-soft">{deadline}</p>}
      {points !== null && (
        <p className="text-sm text-soft">
          {explanation}{' '}
          {runId !== undefined && (
            <Link href={hrefTo('run', runId)} className="text-accent underline underline-offset-2">
              Open it, or ask about it
            </Link>
          )}
        </p>
      )}
    </li>
  );
}
