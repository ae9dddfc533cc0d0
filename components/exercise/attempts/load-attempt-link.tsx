import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Attempt } from '@dfm/contracts/page-data';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  slug: string;
  attempt: Pick<Attempt, 'runId'>;
  children: ReactNode;
}

/**
 * Opens an exercise with the files of an earlier attempt in the editor. The text before can be restored
 * there.
 */
export function LoadAttemptLink({ slug, attempt, children }: Props) {
  return (
    <Link
      href={`${hrefTo('exercise', slug)}?attempt=${encodeURIComponent(attempt.runId)}`}
      className="inline-flex min-h-6 items-center text-accent underline underline-offset-2"
    >
      {children}
    </Link>
  );
}
