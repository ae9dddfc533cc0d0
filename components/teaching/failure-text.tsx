import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FailureReason } from '@dfm/contracts/page-data';
import { outcomeText } from '@/components/exercise/verdict/outcome-text.ts';
import { Link } from '@/components/ui/link.tsx';

/** What a submission failed for. The ID of a check leads to its page. */
export function FailureText({ reason }: { reason: FailureReason }) {
  if ('endedAs' in reason) return outcomeText[reason.endedAs].title;
  return (
    <>
      <Link
        href={hrefTo('check', reason.check)}
        className="font-mono text-[0.9em] text-accent underline underline-offset-2"
      >
        {reason.check}
      </Link>{' '}
      {reason.title}
    </>
  );
}
