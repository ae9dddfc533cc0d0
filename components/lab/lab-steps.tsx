'use client';

import { useProgress } from '@/components/lesson/progress-context.tsx';
import { counted } from '@/components/ui/counted.ts';

/** The number of steps of a lab, and how many of them the learner has done. */
export function LabSteps({ slug, steps }: { slug: string; steps: number }) {
  const done = useProgress()?.labs[slug]?.done ?? 0;
  return (
    <span className={`block whitespace-nowrap ${done === steps ? 'text-good' : ''}`}>
      {done === 0 ? counted(steps, 'step') : `${done} of ${counted(steps, 'step')}`}
    </span>
  );
}
