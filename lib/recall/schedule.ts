import { recallGrades, type RecallGrade } from '@dfm/contracts';
import { createEmptyCard, fsrs, Rating, State, type Card, type Grade } from 'ts-fsrs';

/** Where a card stands with a learner, as the table `review` keeps it. */
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

// Without fuzz: what a button says before it is pressed is what comes of it.
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
 * Where a card stands after a grade, by FSRS with the library's own parameters. `before` is undefined for a
 * new card.
 */
export function gradeCard(before: CardState | undefined, grade: RecallGrade, now: Date): CardState {
  return ofCard(scheduler.next(toCard(before, now), now, ratings[grade]).card);
}

/** How long after `now` the card would be due with each grade, in ms. */
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
  // The library works out the days that have passed from the time of the last review; its own field for them
  // is deprecated.
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
