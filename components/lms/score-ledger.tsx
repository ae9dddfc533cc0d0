import type { FormAction, ScoreLedger } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { Callout } from '@/components/ui/callout.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { ShownPart } from '@/components/ui/shown-part.tsx';
import { LedgerRows } from './ledger-rows.tsx';

interface Props {
  /** Of the page. */
  address: string;
  ledger: ScoreLedger;
  /** Sends scores again: all that are open, or one. */
  action: FormAction;
}

/**
 * What an LMS should have and has: points of each learner for each link. First those that it has not
 * confirmed.
 */
export function ScoreLedgerTable({ address, ledger, action }: Props) {
  const { pause, all, open, disconnected, onlyOpen, page, pages, rows, cohortId, timeZone } = ledger;
  const sendable = open - disconnected;
  return (
    <>
      {pause !== undefined && (
        <Callout kind="warning" title={`Nothing is sent until ${pause.until}`}>
          <p>{pause.problem}</p>
        </Callout>
      )}
      <p>{summary(ledger)}</p>
      {all > 0 && (
        <ShownPart
          address={address}
          label="Grades"
          some={`Not confirmed (${open})`}
          all={`All (${all})`}
          showsAll={!onlyOpen}
          page={page}
          pages={pages}
        />
      )}
      <div className="mt-4">
        <ListForm action={action}>
          {rows.length > 0 && (
            <>
              <ScrollRegion
                aria-label="Grades of each learner"
                className="relative max-w-full overflow-x-auto"
              >
                <LedgerRows cohortId={cohortId} timeZone={timeZone} rows={rows} />
              </ScrollRegion>
              <p className="mt-2 text-sm text-soft" aria-hidden>
                Times are in {timeZone}.
              </p>
            </>
          )}
          {sendable > 1 && (
            <div className="mt-4">
              <Button type="submit" name="retry" value="all">
                Try all {sendable} again
              </Button>
            </div>
          )}
        </ListForm>
      </div>
    </>
  );
}

function summary({ all, open, failed, disconnected }: ScoreLedger): string {
  if (all === 0) return 'No learner who came from the LMS has a grade yet.';
  if (open === 0) return all === 1 ? 'The LMS has the grade.' : `The LMS has all ${all} grades.`;
  return [
    `The LMS does not have ${open} of ${all} grades yet.`,
    failed > 0 && `It did not accept ${failed}.`,
    disconnected > 0 && `${disconnected} cannot be sent.`,
  ]
    .filter(Boolean)
    .join(' ');
}
