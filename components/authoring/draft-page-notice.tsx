import { hrefTo } from '@dfm/contracts/page-addresses';
import { Link } from '@/components/ui/link.tsx';

/** Leads to what a draft changes, to publishing it, and to the newest version if the draft does not have it. */
export function DraftPageNotice({ draft, isBehind }: { draft: string; isBehind: boolean }) {
  const look = 'text-accent underline underline-offset-2';
  return (
    <p className="flex flex-wrap gap-x-4 text-sm text-soft">
      <Link href={hrefTo('draftChanges', draft)} className={look}>
        Changes
      </Link>
      <Link href={hrefTo('publishing', draft)} className={look}>
        Publish
      </Link>
      {isBehind && (
        <span>
          The content has changed since this draft was begun.{' '}
          <Link href={hrefTo('draftMerge', draft)} className={look}>
            Bring in what was published
          </Link>
        </span>
      )}
    </p>
  );
}
