'use client';

import { Circle, CircleCheck, CircleDot } from 'lucide-react';
import { useProgress } from './progress-context.tsx';

const marks = {
  open: { icon: Circle, look: 'text-edge', said: '' },
  begun: { icon: CircleDot, look: 'text-accent', said: 'begun' },
  done: { icon: CircleCheck, look: 'text-good', said: 'done' },
} as const;

/** A lesson's or exercise's mark: open, begun or done. Takes the same room in all three. */
export function Progress({ kind, slug }: { kind: 'lesson' | 'exercise'; slug: string }) {
  const progress = useProgress();
  const { icon: Icon, look, said } = marks[state()];
  return (
    <span className={`translate-y-0.5 ${look}`}>
      <Icon aria-hidden size={14} strokeWidth={2.25} />
      {said && <span className="sr-only">{said}: </span>}
    </span>
  );

  function state(): keyof typeof marks {
    if (kind === 'exercise') {
      const exercise = progress?.exercises[slug];
      return exercise ? (exercise.passed ? 'done' : 'begun') : 'open';
    }
    const lesson = progress?.lessons[slug];
    if (!lesson || lesson.answered === 0) return 'open';
    return lesson.answered >= lesson.questions ? 'done' : 'begun';
  }
}
