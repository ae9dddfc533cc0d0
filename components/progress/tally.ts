import type { CourseProgress } from '@dfm/contracts/browser-api';
import type { CourseItemKind } from '@dfm/contracts/page-data';
import { itemState } from '@/components/lesson/item-state.ts';

export interface TalliedConcept {
  slug: string;
  name: string;
  items: { kind: CourseItemKind; slug: string; title: string }[];
}

/** How many are done, out of how many. */
export interface Share {
  done: number;
  of: number;
}

export interface Tally {
  /** Lessons that count as read. */
  read: Share;
  /** Questions and predictions answered. */
  answered: Share;
  /** Of the answered ones, those answered correctly. */
  right: Share;
  /** Exercises passed. */
  built: Share;
  /** Labs of which every step is done. */
  labs: Share;
  /**
   * The share of everything that is done, 0 to 1. A passed exercise counts as much as a read lesson and a
   * whole lab, and half of the questions of a lesson count as half a lesson.
   */
  share: number;
  /** The first item that is not done. */
  next?: TalliedConcept['items'][number] | undefined;
}

/**
 * What is done of a list of lessons, exercises and labs.
 *
 * @param questions number of questions in each lesson
 * @param progress undefined while it is not known, which counts as nothing done
 */
export function tally(
  items: TalliedConcept['items'],
  questions: Readonly<Record<string, number>>,
  progress: CourseProgress | undefined,
): Tally {
  const countOf = (slug: string, counted: 'answered' | 'right') =>
    Math.min(progress?.lessons[slug]?.[counted] ?? 0, questionCount(slug));
  const answeredOf = (slug: string) => countOf(slug, 'answered');
  const questionCount = (slug: string) => questions[slug] ?? 0;
  const isDone = (item: TalliedConcept['items'][number]) => itemState(item, progress) === 'done';
  const shareOf = (item: TalliedConcept['items'][number]) => {
    if (item.kind === 'exercise') return Number(isDone(item));
    if (item.kind === 'lesson') return answeredOf(item.slug) / Math.max(1, questionCount(item.slug));
    const { done = 0, steps = 1 } = progress?.labs[item.slug] ?? {};
    return done / steps;
  };
  const lessons = items.filter((item) => item.kind === 'lesson');
  const exercises = items.filter((item) => item.kind === 'exercise');
  const labs = items.filter((item) => item.kind === 'lab');
  const sum = (count: (slug: string) => number) =>
    lessons.reduce((total, { slug }) => total + count(slug), 0);
  return {
    read: { done: lessons.filter(isDone).length, of: lessons.length },
    answered: { done: sum(answeredOf), of: sum(questionCount) },
    right: { done: sum((slug) => countOf(slug, 'right')), of: sum(answeredOf) },
    labs: { done: labs.filter(isDone).length, of: labs.length },
    built: { done: exercises.filter(isDone).length, of: exercises.length },
    share: items.reduce((total, item) => total + shareOf(item), 0) / Math.max(1, items.length),
    next: items.find((item) => !isDone(item)),
  };
}
