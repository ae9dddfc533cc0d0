import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormAction, RosterDifferences } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { Callout } from '@/components/ui/callout.tsx';
import { Link } from '@/components/ui/link.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';

interface Props {
  roster: RosterDifferences;
  /** Reads the list of the LMS again, or adds people to the list of the class. */
  action: FormAction;
}

/** Who is only in the course of the LMS, and who only in the class. Nothing changes by itself. */
export function RosterDifferenceLists({ roster, action }: Props) {
  const { canBeRead, readAt, problem, onlyThere, gone } = roster;
  if (!canBeRead)
    return (
      <p className="max-w-measure text-soft">
        The LMS does not say who is in its course. Let this site read names and roles in the settings that it
        has there, then open a link of the course once.
      </p>
    );
  return (
    <ListForm action={action}>
      {problem !== undefined && (
        <Callout kind="warning" title={`The list of the LMS could not be read on ${readAt}`}>
          <p>{problem}</p>
        </Callout>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" name="read" value="now">
          Read the list now
        </Button>
        <span className="text-sm text-soft">
          {readAt === undefined
            ? 'It has not been read yet.'
            : `Last read on ${readAt}. It is read once a day.`}
        </span>
      </div>
      {readAt !== undefined && problem === undefined && onlyThere.length + gone.length === 0 && (
        <p className="mt-4">The course of the LMS and the class have the same learners.</p>
      )}
      <OnlyThere cohortId={roster.cohortId} people={onlyThere} />
      <Gone cohortId={roster.cohortId} people={gone} />
    </ListForm>
  );
}

function OnlyThere({ cohortId, people }: { cohortId: string; people: RosterDifferences['onlyThere'] }) {
  if (people.length === 0) return null;
  const addable = people.filter(({ email, isExpected }) => email !== undefined && !isExpected);
  return (
    <section aria-labelledby="only-there" className="mt-8">
      <h3 id="only-there" className="mb-1 font-semibold">
        Only in the LMS ({people.length})
      </h3>
      <p className="mb-3 max-w-measure text-sm text-soft">
        They join the class when they open a link of the course for the first time. Those you add are listed
        under{' '}
        <Link href={hrefTo('cohortPeople', cohortId)} className="text-accent underline underline-offset-2">
          People
        </Link>{' '}
        until then.
      </p>
      <ul className="max-w-figure border-b border-line">
        {people.map(({ subject, name, email, isExpected }) => (
          <li
            key={subject}
            className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 border-t border-line py-1"
          >
            <span className="flex flex-wrap items-baseline gap-x-4">
              <span className="wrap-anywhere">{name === '' ? 'Without a name' : name}</span>
              <span className="text-sm text-soft wrap-anywhere">
                {email ?? 'The LMS does not give the address.'}
              </span>
            </span>
            {isExpected && <span className="text-sm text-soft">Listed</span>}
            {!isExpected && email !== undefined && (
              <Button type="submit" name="expect" value={`one ${subject}`} look="quiet">
                Add<span className="sr-only">: {name === '' ? email : name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {addable.length > 1 && (
        <div className="mt-4">
          <Button type="submit" name="expect" value="all">
            Add all {addable.length}
          </Button>
        </div>
      )}
    </section>
  );
}

function Gone({ cohortId, people }: { cohortId: string; people: RosterDifferences['gone'] }) {
  if (people.length === 0) return null;
  return (
    <section aria-labelledby="gone" className="mt-8">
      <h3 id="gone" className="mb-1 font-semibold">
        No longer in the LMS ({people.length})
      </h3>
      <p className="mb-3 max-w-measure text-sm text-soft">
        They came from the course of the LMS and have left it. They stay in the class until you remove them
        under{' '}
        <Link href={hrefTo('cohortPeople', cohortId)} className="text-accent underline underline-offset-2">
          People
        </Link>
        .
      </p>
      <ul className="max-w-figure border-b border-line">
        {people.map(({ learnerId, name }) => (
          <li key={learnerId} className="border-t border-line py-2 wrap-anywhere">
            <Link
              href={hrefTo('cohortLearner', cohortId, learnerId)}
              className="hover:text-accent hover:underline"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
