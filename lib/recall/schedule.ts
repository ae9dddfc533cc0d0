import { recallGrades, type RecallGrade } from '@dfm/contracts/recall-grades';
import { createEmptyCard, fsrs, Rating, State, type Card, type Grade } from 'ts-fsrs';

/** A learner's state of a card, as stored in the table `review`. */
export interface CardState {
  state: 'learning' | 'review' | 'relearning';
  due: Date;
  stability: number;
  difficulty: number;
  scheduledDays: number;
  learningSteps: number;
  reps: number;
  lapses: number;
  reviewedAt: Date;
}

// Without fuzz, so that the interval shown on a button is the one that it sets.
const scheduler = fsrs({ enable_fuzz: false });

const ratings: Record<RecallGrade, Grade> = {
  again: Rating.Again,
  hard: Rating.Hard,
  good: Rating.Good,
  easy: Rating.Easy,
};
const toState = { learning: State.Learning, review: State.Review, relearning: State.Relearning } as const;
const ofState = {
  [State.Learning]: 'learning',
  [State.Review]: 'review',
  [State.Relearning]: 'relearning',
} as const;

/**
 * The state of a card after a grade, according to FSRS with the library's default parameters. `before` is
 * undefined for a new card.
 */
export function gradeCard(before: CardState | undefined, grade: RecallGrade, now: Date): CardState {
  return ofCard(scheduler.next(toCard(before, now), now, ratings[grade]).card);
}

/** The time from `now` until the card is due for each grade, in ms. */
export function gradeIntervals(before: CardState | undefined, now: Date): Record<RecallGrade, number> {
  const preview = scheduler.repeat(toCard(before, now), now);
  const entries = recallGrades.map(
    (grade) => [grade, preview[ratings[grade]].card.due.getTime() - now.getTime()] as const,
  );
  return Object.fromEntries(entries) as Record<RecallGrade, number>;
}

function toCard(before: CardState | undefined, now: Date): Card {
  if (!before) return createEmptyCard(now);
  const { state, due, stability, difficulty, scheduledDays, learningSteps, reps, lapses, reviewedAt } =
    before;
  // The library calculates the elapsed days from the last review; `elapsed_days` is deprecated.
  return {
    state: toState[state],
    due,
    stability,
    difficulty,
    elapsed_days: 0,
    scheduled_days: scheduledDays,
    learning_steps: learningSteps,
    reps,
    lapses,
    last_review: reviewedAt,
  };
}

function ofCard({
  state,
  due,
  stability,
  difficulty,
  scheduled_days: scheduledDays,
  learning_steps: learningSteps,
  reps,
  lapses,
  last_review: reviewedAt,
}: Card): CardState {
  if (state === State.New || !reviewedAt) throw new Error('a graded card is never new');
  return {
    state: ofState[state],
    due,
    stability,
    difficulty,
    scheduledDays,
    learningSteps,
    reps,
    lapses,
    reviewedAt,
  };
}
