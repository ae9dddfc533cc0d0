import { reportKindWords } from '@dfm/contracts/content-reports';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ReportInFile } from '@dfm/contracts/page-data';
import { CheckField } from '@/components/ui/check-field.tsx';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  reports: readonly ReportInFile[];
  /** IDs of those that the next save fixes. */
  fixed: readonly string[];
  onToggle(id: string): void;
  onJump(line: number): void;
}

/** What readers reported about the open text, each with its line and a box that closes it with the next save. */
export function OpenReportList({ reports, fixed, onToggle, onJump }: Props) {
  if (reports.length === 0)
    return <p className="text-soft">No reader has reported anything about this text.</p>;
  return (
    <ul className="border-b border-line">
      {reports.map((report) => (
        <li key={report.id} className="border-t border-line py-3">
          <Place report={report} onJump={onJump} />
          <blockquote className="my-1 border-l-2 border-line pl-3 text-sm text-soft wrap-anywhere">
            {report.quote}
          </blockquote>
          {report.text !== '' && <p className="whitespace-pre-wrap wrap-anywhere">{report.text}</p>}
          <div className="mt-1 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <CheckField
              label="Fixed by this save"
              aria-label={`Fixed by this save: ${report.quote}`}
              checked={fixed.includes(report.id)}
              onChange={() => onToggle(report.id)}
            />
            <Link
              href={hrefTo('contentReport', report.id)}
              className="inline-flex min-h-6 items-center text-sm text-accent underline underline-offset-2"
            >
              Answer or close<span className="sr-only">: {report.quote}</span>
            </Link>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Place({ report: { kind, found }, onJump }: { report: ReportInFile; onJump(line: number): void }) {
  const kindWord = <span className="font-semibold">{reportKindWords[kind]}</span>;
  if (!found)
    return <p className="text-sm">{kindWord} · the line is not known while the text has a mistake</p>;
  return (
    <p className="text-sm">
      {kindWord} ·{' '}
      <button
        type="button"
        className="inline-flex min-h-6 items-center text-accent underline underline-offset-2"
        onClick={() => onJump(found.line)}
      >
        line {found.line}
      </button>
      {!found.isExact && ' · the text has changed since, or a figure shows it'}
    </p>
  );
}
