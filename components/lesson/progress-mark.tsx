'use client';

import { Circle, CircleCheck, CircleDot } from 'lucide-react';
import { itemState, type CourseItem } from './item-state.ts';
import { useProgress } from './progress-context.tsx';

const marks = {
  open: { icon: Circle, look: 'text-edge', label: '' },
  begun: { icon: CircleDot, look: 'text-accent', label: 'begun' },
  done: { icon: CircleCheck, look: 'text-good', label: 'done' },
} as const;

/** The mark of a lesson, exercise or lab: open, begun or done. Takes the same space in all states. */
export function Progress({ kind, slug }: CourseItem) {
  const { icon: Icon, look, label } = marks[itemState({ kind, slug }, useProgress())];
  return (
    <span className={`translate-y-0.5 ${look}`}>
      <Icon aria-hidden size={14} strokeWidth={2.25} />
      {label && <span className="sr-only">{label}: </span>}
    </span>
  );
}
