'use client';

import { recallGrades, type RecallGrade } from '@dfm/contracts/recall-grades';
import { intervalText } from './interval-text.ts';

const gradeText: Record<RecallGrade, { name: string; means: string }> = {
  again: { name: 'Again', means: 'I did not know it' },
  hard: { name: 'Hard', means: 'I knew it, with effort' },
  good: { name: 'Good', means: 'I knew it' },
  easy: { name: 'Easy', means: 'I knew it immediately' },
};

interface Props {
  /** When the card would come back with each grade, in ms from now. */
  intervalsMs: Record<RecallGrade, number>;
  isDisabled: boolean;
  onGrade: (grade: RecallGrade) => void;
}

/** The four grades, each with what it means and when the card comes back. */
export function GradeButtons({ intervalsMs, isDisabled, onGrade }: Props) {
  return (
    <fieldset className="grade-buttons">
      <legend className="mb-2 text-sm text-soft">How well did you know it?</legend>
      {recallGrades.map((grade, index) => (
        <button
          key={grade}
          type="button"
          onClick={() => onGrade(grade)}
          aria-disabled={isDisabled}
          aria-keyshortcuts={`${index + 1}`}
          className="grade-button"
        >
          <span className="flex items-baseline justify-between gap-2">
            {gradeText[grade].name}
            <kbd aria-hidden>{index + 1}</kbd>
          </span>
          <span className="grade-means">{gradeText[grade].means}</span>
          <span className="grade-means tabular-nums">back in {intervalText(intervalsMs[grade])}</span>
        </button>
      ))}
    </fieldset>
  );
}
