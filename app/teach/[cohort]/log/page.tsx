import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Metadata } from 'next';
import { StaffLogList } from '@/components/teaching/staff-log-list.tsx';
import type { LogAddress } from '@/lib/audit/entries.ts';
import { cohortMetadata, cohortPage } from '@/lib/teaching/cohort-page.ts';
import { staffLog } from '@/lib/teaching/staff-log.ts';

interface Props {
  params: Promise<{ cohort: string }>;
  searchParams: Promise<LogAddress>;
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return cohortMetadata('cohortLog', params, 'What staff did');
}

/** What staff did for others in a class, for instructors. */
export default async function CohortLogPage({ params, searchParams }: Props) {
  const access = await cohortPage('cohortLog', params, 'manage');
  return (
    <>
      <h2 className="mb-2 text-lg font-semibold">What staff did</h2>
      <p className="mb-6 max-w-measure text-soft">
        In this class, and in the course as a whole. Opening a page or a submission is not recorded.
      </p>
      <StaffLogList
        log={await staffLog(access, await searchParams)}
        path={hrefTo('cohortLog', access.cohortId)}
      />
    </>
  );
}
