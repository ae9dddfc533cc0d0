import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { z } from 'zod';
import { ReportFilter } from '@/components/reports/report-filter.tsx';
import { ReportList } from '@/components/reports/report-list.tsx';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';
import { contentAccessForPage } from '@/lib/authoring/content-access.ts';
import { reportsForAuthors } from '@/lib/reports/for-authors.ts';

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: pages.contentReports.title, robots: { index: false } };

const filter = z.object({
  status: z.enum(['open', 'answered', 'fixed', 'declined']).optional().catch(undefined),
  part: z
    .string()
    .regex(/^(lesson|exercise|lab)\/[a-z0-9-]{1,100}$/)
    .transform((text) => {
      const [part, slug] = text.split('/');
      return { part: part as 'lesson' | 'exercise' | 'lab', slug: slug! };
    })
    .optional()
    .catch(undefined),
});

/** What readers found wrong or unclear, for everyone who writes content. */
export default async function ContentReportsPage({ searchParams }: Props) {
  const access = await contentAccessForPage(hrefTo('contentReports'));
  const { status, part } = filter.parse(await searchParams);
  const { reports, parts } = await reportsForAuthors(access, { status, part });
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6">
      <Breadcrumb
        trail={[
          { text: pages.teach.title, href: hrefTo('teach') },
          { text: pages.content.title, href: hrefTo('content') },
        ]}
      />
      <h1 className="mt-2 text-2xl font-semibold">{pages.contentReports.title}</h1>
      <p className="mt-3 max-w-measure text-soft">
        What readers found wrong or unclear. You see no names: readers need no account to report.
      </p>
      {parts.length > 0 && <ReportFilter parts={parts} status={status} part={part} />}
      <div className="max-w-figure">
        <ReportList reports={reports} isFiltered={status !== undefined || part !== undefined} />
      </div>
    </div>
  );
}
