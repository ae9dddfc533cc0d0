import type { LmsLink } from '@dfm/contracts/page-data';

/** The links in a course of an LMS that have been opened at least once. */
export function LinkList({ links, hasClass }: { links: readonly LmsLink[]; hasClass: boolean }) {
  if (links.length === 0)
    return <p className="mt-2 text-soft">None has been opened yet. A link appears here once it is.</p>;
  return (
    <ul className="mt-3 border-b border-line">
      {links.map(({ id, kind, title, isAssigned, hasColumn }) => (
        <li
          key={id}
          className="flex flex-wrap items-baseline justify-between gap-x-6 border-t border-line py-2"
        >
          <p className="font-semibold wrap-anywhere">{title}</p>
          <p className="text-sm text-soft">
            {[
              kind === 'quiz' ? 'questions of a lesson' : 'exercise',
              hasClass && !isAssigned && 'not assigned to the class',
              hasColumn ? 'with a column in the LMS' : 'without a column in the LMS',
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  );
}
