import type { ReactNode } from 'react';
import { Callout } from '@/components/ui/callout.tsx';

/** A remark beside the text, such as a myth and its correction. */
export function Note({ title, children }: { title?: string; children: ReactNode }) {
  return <Callout title={title}>{children}</Callout>;
}

/** What the lesson comes down to. */
export function KeyPoints({ children }: { children: ReactNode }) {
  return (
    <section aria-labelledby="key-points" className="key-points">
      <h2 id="key-points">Key points</h2>
      {children}
    </section>
  );
}

/** A numbered list whose items are parts of one thing. */
export function Steps({ children }: { children: ReactNode }) {
  return <div className="steps">{children}</div>;
}
