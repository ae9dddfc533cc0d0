import { Link } from '@/components/ui/link.tsx';

interface Props {
  /** Of the page. */
  address: string;
  /** What the list contains: "Learners". */
  label: string;
  /** The two choices: "Only changes (3)" and "Everyone (25)". */
  some: string;
  all: string;
  showsAll: boolean;
  /** From 1. */
  page: number;
  pages: number;
}

/** Links to the part of a long list that is shown: some entries or all, and the pages of the list. */
export function ShownPart({ address, label, some, all, showsAll, page, pages }: Props) {
  const of = (isAll: boolean, number: number) => {
    const query = new URLSearchParams({
      ...(isAll && { show: 'all' }),
      ...(number > 1 && { page: String(number) }),
    });
    return query.size === 0 ? address : `${address}?${query}`;
  };
  return (
    <nav aria-label={label} className="mt-2 flex flex-wrap gap-x-6 gap-y-2 text-sm">
      <Choice href={of(false, 1)} isChosen={!showsAll} text={some} />
      <Choice href={of(true, 1)} isChosen={showsAll} text={all} />
      {pages > 1 && (
        <span className="flex flex-wrap gap-x-4 tabular-nums">
          {page > 1 && <Choice href={of(showsAll, page - 1)} isChosen={false} text="Previous" />}
          <span className="text-soft">
            Page {page} of {pages}
          </span>
          {page < pages && <Choice href={of(showsAll, page + 1)} isChosen={false} text="Next" />}
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
