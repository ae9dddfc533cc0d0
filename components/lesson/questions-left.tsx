'use client';

import { counted } from '@/components/ui/counted.ts';
import { useAnsweredCount } from './answered-count.ts';

/** How many of a lesson's questions are still to be answered; only their number before the first answer. */
export function QuestionsLeft({ questions }: { questions: number }) {
  const { answered } = useAnsweredCount();
  const left = Math.max(0, questions - answered);
  if (answered === 0) return counted(questions, 'question');
  return left === 0 ? 'All questions answered' : `${left} of ${counted(questions, 'question')} left`;
}
