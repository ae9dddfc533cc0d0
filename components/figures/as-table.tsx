import type { ReactNode } from 'react';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';

/** What a picture shows, as folded tables: for exact reading and for screen readers. */
export function AsTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Disclosure summary="As a table">
      <ScrollRegion className="overflow-x-auto" aria-label={label}>
        {children}
      </ScrollRegion>
    </Disclosure>
  );
}
