import { pages } from '@dfm/contracts/pages';
import type { Metadata } from 'next';
import { ReviewSession } from '@/components/review/review-session.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { gradeCard } from './actions.ts';

export const metadata: Metadata = { title: pages.review.title, description: pages.review.description };

export default function ReviewPage() {
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <div className="max-w-measure">
        <h1 className="text-3xl font-semibold">Review</h1>
        <p className="mt-3 mb-8 text-lg text-soft">
          Answer in your head, then turn the card over. Cards you know well come back later, and cards you
          forgot come back soon.
        </p>
        <ReviewSession gradeCard={gradeCard} />
        <div className="mt-8 border-t border-line pt-4">
          <Disclosure summary="When does a card come back?">
            <p className="text-sm text-soft">
              Cards are scheduled by FSRS, an open algorithm that estimates from your grades how fast you
              forget a card. A card comes back when the estimated probability that you still know it has
              fallen to 90 %.
            </p>
          </Disclosure>
        </div>
      </div>
    </div>
  );
}
