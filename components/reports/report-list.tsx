import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ContentReport } from '@dfm/contracts/page-data';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { ReportBadges } from './report-badges.tsx';

/** Reports from readers, each with a link to its page. */
export function ReportList({
  reports,
  isFiltered,
}: {
  reports: readonly ContentReport[];
  isFiltered: boolean;
}) {
  if (reports.length === 0)
    return (
      <p className="mt-6 text-soft">
        {isFiltered
          ? 'No report matches.'
          : 'No report waits for you. Readers can report any passage of a lesson, an exercise or a lab.'}
      </p>
    );
  return (
    <ul className="mt-6 border-b border-line">
      {reports.map((report) => (
        <li key={report.id} className="border-t border-line py-3">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <Link
              href={hrefTo('contentReport', report.id)}
              className="font-semibold wrap-anywhere hover:text-accent hover:underline"
            >
              {report.title}
            </Link>
            <ReportBadges {...report} />
            <span className="text-sm text-faint">
              <Moment at={report.createdAt} />
            </span>
          </div>
          <p className="mt-1 text-sm text-soft wrap-anywhere">“{report.quote}”</p>
          {report.text !== '' && <p className="mt-1 whitespace-pre-wrap wrap-anywhere">{report.text}</p>}
        </li>
      ))}
    </ul>
  );
}
