import type { RegradePreview } from '@dfm/contracts/page-data';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  /** Of the page. */
  address: string;
  preview: Pick<RegradePreview, 'onlyChanges' | 'page' | 'pages' | 'summary'>;
}

/** Links to the part of a preview that is shown: what changes or everyone, and the pages of the list. */
export function ShownLinks({ address, preview: { onlyChanges, page, pages, summary } }: Props) {
  const of = (all: boolean, number: number) => {
    const query = new URLSearchParams({
      ...(all && { show: 'all' }),
      ...(number > 1 && { page: String(number) }),
    });
    return query.size === 0 ? address : `${address}?${query}`;
  };
  return (
    <nav aria-label="Learners" className="mt-2 flex flex-wrap gap-x-6 gap-y-2 text-sm">
      <Choice href={of(false, 1)} isChosen={onlyChanges} text={`Only changes (${summary.changed})`} />
      <Choice href={of(true, 1)} isChosen={!onlyChanges} text={`Everyone (${summary.learners})`} />
      {pages > 1 && (
        <span className="flex flex-wrap gap-x-4 tabular-nums">
          {page > 1 && <Choice href={of(!onlyChanges, page - 1)} isChosen={false} text="Previous" />}
          <span className="text-soft">
            Page {page} of {pages}
          </span>
          {page < pages && <Choice href={of(!onlyChanges, page + 1)} isChosen={false} text="Next" />}
        </span>
      )}
    </nav>
  );
}

function Choice({ href, isChosen, text }: { href: string; isChosen: boolean; text: string }) {
  return (
    <Link
      href={href}
      keepsScroll
      aria-current={isChosen ? 'true' : undefined}
      className="text-accent underline underline-offset-2 aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:no-underline"
    >
      {text}
    </Link>
  );
}
