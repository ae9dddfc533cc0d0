import type { GradePolicy } from '@dfm/contracts/grade-policy';
import { keptPercent, pointsKept } from '@dfm/gradebook/late';

/** The score of the example. */
const SCORE = 93;

/** What happens to late submissions, with an example. */
export function lateText({ late }: Pick<GradePolicy, 'late'>): string {
  const { percentPerDay, floorPercent, acceptForDays } = late;
  if (acceptForDays === 0) return 'What is submitted after the deadline does not count.';
  const end =
    acceptForDays === null
      ? ''
      : ` After ${acceptForDays === 1 ? '1 day' : `${acceptForDays} days`}, a submission no longer counts.`;
  if (percentPerDay === 0 || floorPercent === 100) return `Late submissions keep all their points.${end}`;
  const days = acceptForDays === 1 ? 1 : 2;
  const points = pointsKept(SCORE, keptPercent(days, late)!);
  const least = floorPercent > 0 ? ` At least ${floorPercent} % of the points remain.` : '';
  return `${days === 1 ? 'One day' : 'Two days'} late, ${SCORE} points become ${points}.${least}${end}`;
}

/** Which attempts give the grade. */
export function attemptsText({ counts, attemptsMax }: Pick<GradePolicy, 'counts' | 'attemptsMax'>): string {
  const which = counts === 'best' ? 'The best attempt counts' : 'The last attempt counts';
  if (attemptsMax === null) return `${which}.`;
  return attemptsMax === 1 ? 'Only the first attempt counts.' : `${which}, out of the first ${attemptsMax}.`;
}
