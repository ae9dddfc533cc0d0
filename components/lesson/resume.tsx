'use client';

import { ArrowRight } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button.tsx';
import { useProgress } from './progress-context.tsx';

interface Props {
  items: { kind: 'lesson' | 'exercise'; slug: string; title: string }[];
}

/** Leads to the lesson the learner was last in, or to the first. The button is there from the start and only its words change. */
export function Resume({ items }: Props) {
  const last = useProgress()?.last;
  const place = items.find((item) => item.kind === 'lesson' && item.slug === last);
  const target = place ?? items[0];
  if (!target) return null;
  return (
    <p className="mt-6">
      <ButtonLink look="primary" href={`/${target.kind}s/${target.slug}`}>
        {place ? 'Continue' : 'Start'}: {target.title}
        <ArrowRight aria-hidden size={16} />
      </ButtonLink>
    </p>
  );
}
