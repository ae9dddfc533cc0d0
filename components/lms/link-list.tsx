import { hrefTo } from '@dfm/contracts/page-addresses';
import type { LmsLink } from '@dfm/contracts/page-data';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  links: readonly LmsLink[];
  /** The class of the course; undefined if none was chosen. */
  cohortId: string | undefined;
}

/** The links in a course of an LMS that have been opened at least once. */
export function LinkList({ links, cohortId }: Props) {
  if (links.length === 0)
    return <p className="mt-2 text-soft">None has been opened yet. A link appears here once it is.</p>;
  const isUngraded = ({ isAssigned }: LmsLink) => cohortId !== undefined && !isAssigned;
  return (
    <>
      <ul className="mt-3 border-b border-line">
        {links.map((link) => (
          <li
            key={link.id}
            className="flex flex-wrap items-baseline justify-between gap-x-6 border-t border-line py-2"
          >
            <p className="font-semibold wrap-anywhere">{link.title}</p>
            <p className="text-sm text-soft">
              {[
                link.kind === 'quiz' ? 'questions of a lesson' : 'exercise',
                isUngraded(link) && 'not assigned to the class',
                link.hasColumn ? 'with a column in the LMS' : 'without a column in the LMS',
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
      {cohortId !== undefined && links.some(isUngraded) && (
        <p className="mt-3 max-w-measure text-sm text-soft">
          Points for what is not assigned are not sent. Assign it under{' '}
          <Link
            href={hrefTo('cohortAssignments', cohortId)}
            className="text-accent underline underline-offset-2"
          >
            Assignments
          </Link>
          .
        </p>
      )}
    </>
  );
}
