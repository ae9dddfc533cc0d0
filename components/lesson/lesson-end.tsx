'use client';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { CourseItemKind } from '@dfm/contracts/page-data';
import { ArrowRight, CircleCheck } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Link } from '@/components/ui/link.tsx';
import { useAnsweredCount } from './answered-count.ts';
import { useProgress } from './progress-context.tsx';

interface Props {
  slug: string;
  objectives: readonly string[];
  /** Number of questions, including predictions. */
  questions: number;
  /** Number of recall cards. */
  cards: number;
  /** The next item of the course. */
  next?: { kind: CourseItemKind; slug: string; title: string } | undefined;
}

/** What is left to do in a lesson or, once it counts as read, what was learned and where to go next. */
export function LessonEnd({ slug, objectives, questions, cards, next }: Props) {
  const isRead = useProgress()?.lessons[slug]?.read === true;
  const { answered, right } = useAnsweredCount();
  if (!isRead) return <p className="lesson-end-note">{whatIsLeft(questions, answered, cards)}</p>;
  return (
    <section aria-labelledby="lesson-end" className="lesson-end">
      <h2 id="lesson-end">
        <CircleCheck aria-hidden size={20} strokeWidth={2.25} />
        Lesson complete
      </h2>
      {answered > 0 && (
        <p className="text-soft">
          You answered {right} of {counted(answered, 'question')} correctly.
        </p>
      )}
      <p className="mt-3 font-semibold">You can now</p>
      <ul>
        {objectives.map((objective) => (
          <li key={objective}>{objective}</li>
        ))}
      </ul>
      {cards > 0 && (
        <p className="text-sm text-soft">
          {cards === 1 ? 'One recall card' : `${cards} recall cards`} from this lesson{' '}
          {cards === 1 ? 'is' : 'are'} in your{' '}
          <Link href={hrefTo('review')} className="text-accent underline underline-offset-2">
            review
          </Link>
          .
        </p>
      )}
      {next && (
        <ButtonLink look="primary" href={hrefTo(next.kind, next.slug)} className="mt-4">
          Next: {next.title}
          <ArrowRight aria-hidden size={16} />
        </ButtonLink>
      )}
    </section>
  );
}

function whatIsLeft(questions: number, answered: number, cards: number): string {
  if (answered >= questions)
    return 'Every question is answered, but less than half of the quiz is right. Try the ones you missed to complete the lesson.';
  const left = questions - answered;
  const condition =
    answered === 0
      ? `Once its ${counted(questions, 'question')} are answered, at least half of the quiz correctly, this lesson is complete`
      : `${left} of ${counted(questions, 'question')} left. Once they are answered, at least half of the quiz correctly, this lesson is complete`;
  if (cards === 0) return `${condition}.`;
  return `${condition}, and its ${counted(cards, 'recall card')} ${cards === 1 ? 'comes' : 'come'} up in your review.`;
}
