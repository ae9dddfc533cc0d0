import { hrefTo } from '@dfm/contracts/page-addresses';
import type { AssignedWork, ClassView } from '@dfm/contracts/page-data';
import { Badge } from '@/components/ui/badge.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Deadline } from './deadline.tsx';

interface Props {
  assignments: readonly AssignedWork[];
  group: ClassView['group'];
  timeZone: string;
  now: Date;
}

/** What a learner has to do in a class, and what they have done. */
export function ClassWork({ assignments, group, timeZone, now }: Props) {
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
      {assignments.some(({ mode }) => mode === 'group') && <GroupNote group={group} />}
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

interface RowProps {
  item: AssignedWork;
  timeZone: string;
  now: Date | undefined;
}

function WorkRow({ item, timeZone, now }: RowProps) {
  const { kind, slug, title, mode, isOpen, deadline, isExtended, points, explanation, runId, isPending } =
    item;
  return (
    <li className="border-t border-line py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        {isOpen ? (
          <Link
            href={hrefTo(kind === 'exercise' ? 'exercise' : 'lesson', slug)}
            className="font-semibold wrap-anywhere hover:text-accent hover:underline"
          >
            {title}
          </Link>
        ) : (
          <span className="font-semibold wrap-anywhere">{title}</span>
        )}
        <span className="text-sm tabular-nums">
          {points === null ? (isPending ? 'being graded' : 'no points yet') : `${points} of 100`}
        </span>
      </div>
      <TimesLine item={item} timeZone={timeZone} now={now} />
      {isExtended && <p className="text-sm text-soft">{deadline}</p>}
      {points !== null && (
        <p className="text-sm text-soft">
          {explanation}{' '}
          {runId !== undefined && (
            <Link href={hrefTo('run', runId)} className="text-accent underline underline-offset-2">
              {mode === 'group' ? 'Open it' : 'Open it, or ask about it'}
            </Link>
          )}
        </p>
      )}
    </li>
  );
}

const kindNames = { alone: 'Exercise', group: 'Exercise in groups', exam: 'Exam' };

/** What it is, from when and until when, and what it weighs. */
function TimesLine({ item: { kind, mode, opensAt, isOpen, dueAt, weight }, timeZone, now }: RowProps) {
  const isLate = now !== undefined && dueAt !== undefined && new Date(dueAt) < now;
  const untilWhen = now && isOpen ? { now } : {};
  return (
    <p className="text-sm text-soft tabular-nums">
      {kind === 'exercise' ? kindNames[mode] : 'Questions of the lesson'}
      {' · '}
      {opensAt !== undefined && !isOpen && (
        <>
          opens <Deadline at={opensAt} timeZone={timeZone} {...(now && { now })} />
          {' · '}
        </>
      )}
      {dueAt === undefined ? (
        'no deadline'
      ) : (
        <>
          {mode === 'exam' ? 'ends' : 'due'} <Deadline at={dueAt} timeZone={timeZone} {...untilWhen} />
        </>
      )}
      {weight !== 1 && ` · weight ${weight}`}{' '}
      {isLate && <Badge tone="warn">{mode === 'exam' ? 'over' : 'late'}</Badge>}
    </p>
  );
}

/** With whom the exercises in groups are done. */
function GroupNote({ group }: { group: ClassView['group'] }) {
  return (
    <p className="mt-6 max-w-measure text-soft wrap-anywhere">
      {group === undefined
        ? 'This class does some exercises in groups, and you are in none yet. Until the staff put you in one, you do them alone.'
        : group.mates.length === 0
          ? `You are the only one in your group, ${group.name}.`
          : `Your group, ${group.name}: you and ${namesOf(group.mates)}. In the exercises in groups, what one of you submits counts for all, and all of you see it.`}
    </p>
  );
}

const namesOf = (names: readonly string[]) =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
