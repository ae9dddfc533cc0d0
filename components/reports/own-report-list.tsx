import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormAction, OwnReport } from '@dfm/contracts/page-data';
import { Badge } from '@/components/ui/badge.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';
import { ReportBadges } from './report-badges.tsx';
import { ReportThread } from './report-thread.tsx';
import { WordsForm } from './words-form.tsx';

interface Props {
  reports: readonly OwnReport[];
  reply(id: string): FormAction;
}

/** What a reader reported, with the answers of the authors. */
export function OwnReportList({ reports, reply }: Props) {
  if (reports.length === 0)
    return (
      <p className="text-soft">
        You have not reported anything. To report a passage of a lesson, an exercise or a lab, select it and
        press “Report a problem”.
      </p>
    );
  return (
    <ol className="border-b border-line">
      {reports.map((report) => (
        <li key={report.id} className="border-t border-line py-5">
          <OneReport report={report} reply={reply(report.id)} />
        </li>
      ))}
    </ol>
  );
}

function OneReport({ report, reply }: { report: OwnReport; reply: FormAction }) {
  const { part, slug, title, quote, text, status, isNew, createdAt, replies } = report;
  const isClosed = status === 'fixed' || status === 'declined';
  return (
    <article aria-label={`${title}: ${quote}`}>
      <h2 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
        <Link href={hrefTo(part, slug)} className="wrap-anywhere hover:text-accent hover:underline">
          {title}
        </Link>
        <ReportBadges {...report} />
        {isNew && <Badge tone="accent">New</Badge>}
      </h2>
      <p className="text-sm text-faint">
        <Moment at={createdAt} />
      </p>
      <blockquote className="mt-2 border-l-2 border-line pl-3 text-soft wrap-anywhere">{quote}</blockquote>
      {text !== '' && <p className="mt-2 whitespace-pre-wrap wrap-anywhere">{text}</p>}
      {status === 'fixed' && (
        <p className="mt-2 text-sm text-good">
          The authors corrected it. You see the correction once it is published.
        </p>
      )}
      <ReportThread replies={replies} />
      {!isClosed && (
        <div className="mt-3">
          <Disclosure summary={replies.length > 0 ? 'Reply' : 'Add something'}>
            <WordsForm action={reply} label="Your words" submit="Send" />
          </Disclosure>
        </div>
      )}
    </article>
  );
}
