'use client';

import { useProgress } from '@/components/lesson/progress-context.tsx';

/** The learner's best result in an exercise. */
export function ExerciseState({ slug }: { slug: string }) {
  const result = useProgress()?.exercises[slug];
  if (!result) return 'not tried';
  if (!result.passed) return `${result.bestScore} points, not passed`;
  return <span className="text-good">{result.bestScore} points, passed</span>;
}
