import { hrefTo } from '@dfm/contracts/page-addresses';
import { CourseAtAGlance } from '@/components/home/course-at-a-glance.tsx';
import { OrderComparison } from '@/components/home/order-comparison.tsx';
import { WhatIsMeasured } from '@/components/home/what-is-measured.tsx';
import { Resume } from '@/components/lesson/resume.tsx';
import { DueReviews } from '@/components/review/due-reviews.tsx';
import { Link } from '@/components/ui/link.tsx';
import { checkCatalogue } from '@/lib/content/check-catalogue.ts';
import { courseWalk } from '@/lib/content/course-walk.ts';
import { courseOutline } from '@/lib/content/outline.ts';
import { recordedRun } from '@/lib/content/recorded-run.ts';

const comparedOrders = [
  { name: 'Copy everything, then install', run: 'message-sorter/everything-first' },
  { name: 'Install first, copy the code last', run: 'message-sorter/by-change-rate' },
];

export default async function HomePage() {
  const [{ summary, modules }, ...replays] = await Promise.all([
    courseOutline(),
    ...comparedOrders.map(({ run }) => recordedRun(run)),
  ]);
  const orders = comparedOrders.flatMap(({ name }, index) => {
    const replay = replays[index]?.replay.find(({ scenario }) => scenario === 'edit-code');
    return replay ? [{ name, replay }] : [];
  });
  const checksOf = Object.fromEntries(
    Map.groupBy(checkCatalogue(), (check) => check.axis)
      .entries()
      .map(([axis, checks]) => [axis, checks.length]),
  );
  return (
    <div className="mx-auto grid max-w-page gap-14 px-4 py-12 sm:px-6 sm:py-20">
      <div className="grid items-start gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,1fr)_minmax(0,42rem)]">
        {/* Not centred: the figure arrives later, and the text would move. */}
        <div className="max-w-measure lg:pt-24">
          <h1 className="text-3xl font-semibold">Docker for machine learning, measured</h1>
          <p className="mt-4 text-lg text-soft">{summary}</p>
          <p className="mt-4 text-lg text-soft">
            You write a Dockerfile. A real engine builds it in your own sandbox, edits a file, builds again,
            starts the image and requests a prediction from it. Then you see what it found, line by line.
          </p>
          <Resume items={courseWalk(modules)} />
          <p className="mt-4 text-sm text-faint">
            No account and no experience with Docker are needed.{' '}
            <Link href={hrefTo('course')} className="text-accent underline underline-offset-2">
              See the whole course
            </Link>
          </p>
          <p className="mt-1 text-sm text-faint">
            <DueReviews />
          </p>
        </div>
        <div className="min-w-0">
          <OrderComparison orders={orders} />
        </div>
      </div>
      <WhatIsMeasured checksOf={checksOf} />
      <CourseAtAGlance modules={modules} />
    </div>
  );
}
