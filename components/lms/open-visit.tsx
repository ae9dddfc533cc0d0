'use client';

import { useEffect } from 'react';
import { NarrowPage } from '@/components/accounts/narrow-page.tsx';

/**
 * Loads the page that a link of an LMS leads to as a whole, so that nothing of the previous person stays. It
 * takes the place of the form that was submitted.
 */
export function OpenVisit({ href }: { href: string }) {
  useEffect(() => window.location.assign(href), [href]);
  return (
    <NarrowPage title="One moment …">
      <a href={href} className="text-accent underline underline-offset-2">
        Continue
      </a>
    </NarrowPage>
  );
}
