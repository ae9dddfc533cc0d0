import type { FailureReason } from '@dfm/contracts/page-data';
import { hrefTo } from '@dfm/contracts/pages';
import Link from 'next/link';

/** What a submission failed for. The ID of a check leads to its page. */
export function FailureText({ reason: { check, title } }: { reason: FailureReason }) {
  if (check === undefined) return title;
  return (
    <>
      <Link
        href={hrefTo('check', check)}
        className="font-mono text-[0.9em] text-accent underline underline-offset-2"
      >
        {check}
      </Link>{' '}
      {title}
    </>
  );
}
