import { hrefTo } from '@dfm/contracts/page-addresses';
import type { PointsAt, ScoreRow, ScoreState } from '@dfm/contracts/page-data';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  cohortId: string;
  /** Of the times in the rows. */
  timeZone: string;
  /** Those with the same problem follow each other. */
  rows: readonly ScoreRow[];
}

const COLUMNS = ['Learner', 'Link', 'State', 'Grade here', 'Sent', 'Confirmed'];

/** The grades of an LMS. A problem that several of them have is explained once, above them. */
export function LedgerRows({ cohortId, timeZone, rows }: Props) {
  const groups = grouped(rows);
  return (
    <table className="w-full min-w-4xl text-sm">
      <caption className="sr-only">Times are in {timeZone}.</caption>
      <thead className="text-left text-faint">
        <tr>
          {COLUMNS.map((name) => (
            <th key={name} scope="col" className="py-1 pr-4 font-medium whitespace-nowrap">
              {name}
            </th>
          ))}
          <th scope="col">
            <span className="sr-only">Action</span>
          </th>
        </tr>
      </thead>
      {groups.map(({ text, rows: own }) => (
        <tbody key={text}>
          {(groups.length > 1 || own[0]!.problem !== undefined) && (
            <tr className="border-t border-line">
              <th
                scope="rowgroup"
                colSpan={COLUMNS.length + 1}
                className="pt-4 pb-1 text-left font-normal text-soft"
              >
                <span className="sticky left-0 block w-max max-w-[calc(100vw-2rem)] sm:max-w-measure">
                  {text}
                </span>
              </th>
            </tr>
          )}
          {own.map((row) => (
            <Row key={`${row.linkId} ${row.learnerId}`} cohortId={cohortId} row={row} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** Rows with the same problem, or else with the same state, and what is said about them. */
function grouped(rows: readonly ScoreRow[]): { text: string; rows: ScoreRow[] }[] {
  const groups = Map.groupBy(
    rows,
    ({ problem, state }) =>
      problem ?? (state === 'confirmed' ? 'The LMS has confirmed these.' : 'These are sent next.'),
  );
  return [...groups].map(([text, own]) => ({ text, rows: own }));
}

const states: Record<ScoreState, { tone: Tone; text: string }> = {
  confirmed: { tone: 'good', text: 'Confirmed' },
  waiting: { tone: 'neutral', text: 'Waiting' },
  failed: { tone: 'bad', text: 'Not accepted' },
  disconnected: { tone: 'warn', text: 'Not sent' },
};

function Row({ cohortId, row }: { cohortId: string; row: ScoreRow }) {
  const { linkId, learnerId, name, link, state, wanted, sent, confirmed, nextTry } = row;
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="min-w-32 py-2 pr-4 text-left font-medium wrap-anywhere">
        <Link
          href={hrefTo('cohortLearner', cohortId, learnerId)}
          className="hover:text-accent hover:underline"
        >
          {name}
        </Link>
      </th>
      <td className="min-w-32 py-2 pr-4 wrap-anywhere">{link}</td>
      <td className="py-2 pr-4 whitespace-nowrap">
        <Badge tone={states[state].tone}>{states[state].text}</Badge>
        {state === 'failed' && nextTry !== undefined && (
          <span className="block text-faint">Next try: {nextTry}</span>
        )}
      </td>
      <Points value={wanted} />
      <Points value={sent} />
      <Points value={confirmed} />
      <td className="py-1 text-right">
        {(state === 'waiting' || state === 'failed') && (
          <Button
            type="submit"
            name="retry"
            value={`${linkId} ${learnerId}`}
            look="quiet"
            className="whitespace-nowrap"
          >
            Try again
            <span className="sr-only">
              : {name}, {link}
            </span>
          </Button>
        )}
      </td>
    </tr>
  );
}

function Points({ value }: { value: PointsAt | undefined }) {
  return (
    <td className="py-2 pr-4 tabular-nums whitespace-nowrap">
      {value === undefined ? (
        <span className="text-faint">not yet</span>
      ) : (
        <>
          <span className="font-semibold">{value.points ?? 'no points'}</span>
          <span className="block text-faint">{value.at}</span>
        </>
      )}
    </td>
  );
}
