import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** A collapsible section, which works without JavaScript. */
export function Disclosure({
  summary,
  children,
  open,
}: {
  summary: ReactNode;
  children: ReactNode;
  open?: boolean;
}) {
  return (
    <details className="group" open={open}>
      <summary className="inline-flex list-none items-center gap-1.5 rounded-sm py-1 text-sm font-medium text-soft hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden size={16} className="shrink-0 transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      <div className="pt-2">{children}</div>
    </details>
  );
}
