import { hrefTo } from '@dfm/contracts/page-addresses';
import type { RegradeHead } from '@dfm/contracts/page-data';
import { Badge } from '@/components/ui/badge.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { stateText } from './state-text.ts';

/** The regrades of a class, the newest first. */
export function RegradeList({ cohortId, regrades }: { cohortId: string; regrades: readonly RegradeHead[] }) {
  if (regrades.length === 0) return <p className="mt-2 text-soft">There has been none.</p>;
  return (
    <ul className="mt-4 border-b border-line">
      {regrades.map(({ id, exercise, note, madeBy, createdAt, state, submissions }) => (
        <li key={id} className="border-t border-line py-3">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <Link
              href={hrefTo('cohortRegrade', cohortId, id)}
              className="font-semibold wrap-anywhere hover:text-accent hover:underline"
            >
              {exercise}
            </Link>
            <Badge tone={stateText[state].tone}>{stateText[state].text}</Badge>
          </div>
          <p className="wrap-anywhere">{note}</p>
          <p className="text-sm text-faint">
            <Moment at={createdAt} />, by {madeBy ?? 'someone who has left'},{' '}
            {counted(submissions, 'submission') || 'no submissions left'}
          </p>
        </li>
      ))}
    </ul>
  );
}
