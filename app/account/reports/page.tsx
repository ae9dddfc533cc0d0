import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { OwnReportList } from '@/components/reports/own-report-list.tsx';
import { currentLearner } from '@/lib/auth/session.ts';
import { readOwnReports } from '@/lib/reports/own-reports.ts';
import { submitReaderReply } from './actions.ts';

export const metadata: Metadata = {
  title: pages.ownReports.title,
  description: pages.ownReports.description,
  robots: { index: false },
};

/** What the reader reported, with or without an account. */
export default async function OwnReportsPage() {
  const learner = await currentLearner();
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6">
      <h1 className="mb-6 text-2xl font-semibold">{pages.ownReports.title}</h1>
      <div className="max-w-measure">
        <OwnReportList
          reports={learner === null ? [] : await readOwnReports(learner.id)}
          reply={(id) => submitReaderReply.bind(null, id)}
        />
      </div>
    </div>
  );
}
