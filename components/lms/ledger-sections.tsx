import type { FormAction, RosterDifferences, ScoreLedger } from '@dfm/contracts/page-data';
import { RefreshWhile } from '@/components/regrade/refresh-while.tsx';
import { RosterDifferenceLists } from './roster-differences.tsx';
import { ScoreLedgerTable } from './score-ledger.tsx';

interface Props {
  /** Of the page. */
  address: string;
  ledger: ScoreLedger;
  roster: RosterDifferences;
  scoreAction: FormAction;
  rosterAction: FormAction;
}

/** The grades that an LMS has for a course, and how its learners differ from the class. */
export function LedgerSections({ address, ledger, roster, scoreAction, rosterAction }: Props) {
  const isSending = ledger.pause === undefined && ledger.rows.some(({ state }) => state === 'waiting');
  return (
    <>
      <section aria-labelledby="grades" className="mt-10">
        <h2 id="grades" className="mb-2 text-xl font-semibold">
          Grades in the LMS
        </h2>
        {isSending && <RefreshWhile isActive everyMs={3_000} />}
        <ScoreLedgerTable address={address} ledger={ledger} action={scoreAction} />
      </section>
      <section aria-labelledby="roster" className="mt-10">
        <h2 id="roster" className="mb-3 text-xl font-semibold">
          Learners in the LMS
        </h2>
        <RosterDifferenceLists roster={roster} action={rosterAction} />
      </section>
    </>
  );
}
