import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <div className="mx-auto max-w-page px-4 py-24 sm:px-6">
      <h1 className="text-2xl font-semibold">Page not found</h1>
      <p className="mt-3 max-w-measure text-soft">
        It may have been renamed, or it may belong to another learner. All lessons and exercises are in the
        course outline.
      </p>
      <p className="mt-6">
        <ButtonLink look="primary" href={hrefTo('course')}>
          Open the course
        </ButtonLink>
      </p>
    </div>
  );
}
