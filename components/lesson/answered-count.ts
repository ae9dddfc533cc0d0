import { useLesson } from '@/components/mdx/quiz-context.ts';

/** How many questions of the lesson the learner has answered, and how many of these correctly. */
export function useAnsweredCount(): { answered: number; right: number } {
  const questions = Object.values(useLesson().answered ?? {}).flatMap(({ outcome }) => outcome.questions);
  return { answered: questions.length, right: questions.filter(({ right }) => right).length };
}
