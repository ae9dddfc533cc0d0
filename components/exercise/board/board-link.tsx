import { hrefTo } from '@dfm/contracts/page-addresses';
import { Link } from '@/components/ui/link.tsx';

/** Links from a run that passed to the leaderboard of its exercise. */
export function BoardLink({ slug }: { slug: string }) {
  return (
    <p className="mt-3 text-sm">
      <Link href={hrefTo('board', slug)} className="text-accent underline underline-offset-2">
        See how it ranks on the leaderboard
      </Link>
    </p>
  );
}
