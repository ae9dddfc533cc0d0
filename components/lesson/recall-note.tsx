import { hrefTo } from '@dfm/contracts/pages';
import Link from 'next/link';

/** Explains that the lesson's cards come up in the review, and when. */
export function RecallNote({ cards }: { cards: number }) {
  return (
    <p className="mt-6 max-w-measure text-sm text-soft">
      {cards === 1 ? 'One recall card' : `${cards} recall cards`} from this lesson{' '}
      {cards === 1 ? 'comes' : 'come'} up in your{' '}
      <Link href={hrefTo('review')} prefetch={false} className="text-accent underline underline-offset-2">
        review
      </Link>{' '}
      once all of its questions are answered.
    </p>
  );
}
