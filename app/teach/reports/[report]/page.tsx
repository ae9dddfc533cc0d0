import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ReportBadges } from '@/components/reports/report-badges.tsx';
import { ReportToFixView } from '@/components/reports/report-to-fix.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { contentAccessForPage } from '@/lib/authoring/content-access.ts';
import { reportToFix } from '@/lib/reports/for-authors.ts';
import { submitDecline, submitDraftForReport, submitFix, submitReopening, submitReply } from './actions.ts';

interface Props {
  params: Promise<{ report: string }>;
}

export const metadata: Metadata = { title: pages.contentReports.title, robots: { index: false } };

/** One report, with its line, the drafts in which it can be fixed, and what was written about it. */
export default async function ContentReportPage({ params }: Props) {
  const { report: id } = await params;
  const access = await contentAccessForPage(hrefTo('contentReport', id));
  const report = await reportToFix(access, id);
  if (!report) notFound();
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6">
      <Breadcrumb
        trail={[
          { text: pages.teach.title, href: hrefTo('teach') },
          { text: pages.content.title, href: hrefTo('content') },
          { text: pages.contentReports.title, href: hrefTo('contentReports') },
        ]}
      />
      <h1 className="mt-2 text-2xl font-semibold wrap-anywhere">{report.title}</h1>
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
        <ReportBadges {...report} />
        <Moment at={report.createdAt} />
        <Link href={hrefTo(report.part, report.slug)} className="text-accent underline underline-offset-2">
          Open the page
        </Link>
      </p>
      <div className="max-w-measure">
        <ReportToFixView
          report={report}
          actions={{
            reply: submitReply.bind(null, id),
            decline: submitDecline.bind(null, id),
            fix: submitFix.bind(null, id),
            reopen: submitReopening.bind(null, id),
            newDraft: submitDraftForReport.bind(null, id),
          }}
        />
      </div>
    </div>
  );
}
