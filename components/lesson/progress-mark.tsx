'use client';

import { Circle, CircleCheck, CircleDot } from 'lucide-react';
import { itemState, type CourseItem } from './item-state.ts';
import { useProgress } from './progress-context.tsx';

const marks = {
  open: { icon: Circle, look: 'text-edge', said: '' },
  begun: { icon: CircleDot, look: 'text-accent', said: 'begun' },
  done: { icon: CircleCheck, look: 'text-good', said: 'done' },
} as const;

/** A lesson's or exercise's mark: open, begun or done. Takes the same room in all three. */
export function Progress({ kind, slug }: CourseItem) {
  const { icon: Icon, look, said } = marks[itemState({ kind, slug }, useProgress())];
  return (
    <span className={`translate-y-0.5 ${look}`}>
      <Icon aria-hidden size={14} strokeWidth={2.25} />
      {said && <span className="sr-only">{said}: </span>}
    </span>
  );
}
