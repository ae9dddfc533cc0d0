import { hrefTo } from '@dfm/contracts/page-addresses';
import type { JoinedClass } from '@dfm/contracts/page-data';
import { Link } from '@/components/ui/link.tsx';
import { Deadline } from './deadline.tsx';

/** The classes that a learner has joined. */
export function ClassList({ classes }: { classes: readonly JoinedClass[] }) {
  if (classes.length === 0)
    return (
      <p className="text-soft">You have not joined a class. To join one, open the link from your teacher.</p>
    );
  return (
    <ul className="divide-y divide-line border-y border-line">
      {classes.map(({ id, name, course, nextDeadline }) => (
        <li key={id} className="py-3">
          <Link
            href={hrefTo('myClass', id)}
            className="font-semibold wrap-anywhere hover:text-accent hover:underline"
          >
            {name}
          </Link>
          <p className="text-sm text-soft wrap-anywhere">
            {course}
            {nextDeadline && (
              <>
                {' · next deadline '}
                <Deadline {...nextDeadline} />
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
