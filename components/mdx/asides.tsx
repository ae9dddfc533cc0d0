import type { ReactNode } from 'react';
import { Callout } from '@/components/ui/callout.tsx';

/** A remark next to the text, such as a myth and its correction. */
export function Note({ title, children }: { title?: string; children: ReactNode }) {
  return <Callout title={title}>{children}</Callout>;
}

/** The key points of a lesson. */
export function KeyPoints({ children }: { children: ReactNode }) {
  return (
    <section aria-labelledby="key-points" className="key-points">
      <h2 id="key-points">Key points</h2>
      {children}
    </section>
  );
}

/** A numbered list of steps. */
export function Steps({ children }: { children: ReactNode }) {
  return <div className="steps">{children}</div>;
}
