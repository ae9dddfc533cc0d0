import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Board, BoardRow } from '@dfm/contracts/page-data';
import { formatBytes } from '@dfm/contracts/quantity';
import { Badge } from '@/components/ui/badge.tsx';
import { Link } from '@/components/ui/link.tsx';

type Props = Pick<Board, 'rows' | 'standing' | 'solutionBytes'>;

/** The ranking, and below it the size of the course's own solution. */
export function BoardTable({ rows, standing, solutionBytes }: Props) {
  return (
    <>
      <div className="max-w-3xl overflow-x-auto">
        <table className="figure-table w-full text-sm">
          <caption className="sr-only">Learners by the size of their smallest confirmed image</caption>
          <thead>
            <tr>
              <th scope="col" className="text-right">
                Rank
              </th>
              <th scope="col">Name</th>
              <th scope="col" className="text-right">
                Image
              </th>
              <th scope="col" className="text-right">
                Wasted
              </th>
              <th scope="col" className="pl-4 max-sm:hidden">
                Submitted
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={`${row.rank} ${row.name ?? ''}`} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {standing > rows.length && (
        <p className="mt-3 text-sm text-soft">
          {standing} learners are on this leaderboard. Only the best are shown.
        </p>
      )}
      {solutionBytes !== undefined && (
        <p className="mt-4 max-w-measure text-sm text-soft">
          The course’s own solution, as recorded: {rankedSize(solutionBytes)}.
        </p>
      )}
    </>
  );
}

function Row({ row }: { row: BoardRow }) {
  return (
    <tr
      className={row.ownRunId === undefined ? undefined : 'bg-accent-soft'}
      aria-current={row.ownRunId === undefined ? undefined : 'true'}
    >
      <td className="w-12 text-right">{row.rank}</td>
      <th scope="row">
        <span className="flex flex-wrap items-baseline gap-x-2 break-words">
          {row.name === undefined ? (
            <span className="font-normal text-soft">visible only to you</span>
          ) : (
            <bdi className="min-w-0">{row.name}</bdi>
          )}
          {row.ownRunId !== undefined && (
            <>
              <Badge tone="accent">You</Badge>
              <Link
                href={hrefTo('run', row.ownRunId)}
                className="font-normal text-accent underline underline-offset-2"
              >
                your run
              </Link>
            </>
          )}
        </span>
      </th>
      <td className="text-right whitespace-nowrap">{rankedSize(row.bytes)}</td>
      <td className="text-right whitespace-nowrap">{formatBytes(row.wastedBytes)}</td>
      <td className="pl-4 whitespace-nowrap max-sm:hidden">
        <time dateTime={row.at}>{day(row.at)}</time>
      </td>
    </tr>
  );
}

/** More digits than `formatBytes`: to the kilobyte, so that rows with different ranks look different. */
function rankedSize(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 })} MB`;
}

function day(at: string): string {
  return new Date(at).toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
}
