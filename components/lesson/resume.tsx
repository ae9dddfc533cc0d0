'use client';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { CourseItemKind } from '@dfm/contracts/page-data';
import { ArrowRight } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button.tsx';
import { resumeItem } from './item-state.ts';
import { useProgress } from './progress-context.tsx';

interface Props {
  items: { kind: CourseItemKind; slug: string; title: string }[];
}

/**
 * Links to where the learner continues, or to the first lesson. The button is there from the start, and only
 * its text changes.
 */
export function Resume({ items }: Props) {
  const place = resumeItem(items, useProgress());
  const target = place ?? items[0];
  if (!target) return null;
  return (
    <p className="mt-6">
      <ButtonLink look="primary" href={hrefTo(target.kind, target.slug)}>
        {place ? 'Continue' : 'Start'}: {target.title}
        <ArrowRight aria-hidden size={16} />
      </ButtonLink>
    </p>
  );
}
