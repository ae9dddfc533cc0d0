import type { ReportEntry } from '@dfm/contracts/page-data';
import { Moment } from '@/components/ui/moment.tsx';

/** What was written about a report, the oldest first. */
export function ReportThread({ replies }: { replies: readonly ReportEntry[] }) {
  if (replies.length === 0) return null;
  return (
    <ol className="mt-4 border-b border-line">
      {replies.map(({ id, by, text, writtenAt }) => (
        <li key={id} className="border-t border-line py-3">
          <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
            <span className="font-semibold wrap-anywhere">{by}</span>
            <span className="text-faint">
              <Moment at={writtenAt} />
            </span>
          </p>
          <p className="mt-1 whitespace-pre-wrap wrap-anywhere">{text}</p>
        </li>
      ))}
    </ol>
  );
}
