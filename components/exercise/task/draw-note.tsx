import { drawInWords } from '@dfm/contracts/draw-in-words';
import type { Draw } from '@dfm/contracts/page-data';

const intro = {
  everyone: 'Without an account, everyone has these values: ',
  learner: 'Your values in this task; others may have different ones: ',
  exam: 'Your values in this exam: ',
  submission: 'Submitted for these values: ',
} as const satisfies Record<Draw['drawnFor'], string>;

interface Props extends Draw {
  className?: string;
}

/** The values that are filled into a task, if any, and whose they are, because others see different ones. */
export function DrawNote({ values, drawnFor, className = '' }: Props) {
  if (Object.keys(values).length === 0) return null;
  return (
    <p className={`text-sm text-soft ${className}`}>
      {intro[drawnFor]}
      <strong className="font-semibold text-ink wrap-anywhere">{drawInWords(values)}</strong>
    </p>
  );
}
