import type { Finding } from '@dfm/contracts';
import type { ExercisePage } from '@dfm/contracts/page-data';

/**
 * Whether a finding can wait, because the course explains its check after this exercise. An error never can:
 * it breaks the build or leaks something.
 */
export function isForLater(
  { id, severity }: Pick<Finding, 'id' | 'severity'>,
  taughtLater: ExercisePage['taughtLater'] = [],
): boolean {
  return severity !== 'error' && taughtLater.includes(id);
}

/** `3 findings for later in the course`. */
export function forLaterText(count: number): string {
  return count === 1 ? 'One finding for later in the course' : `${count} findings for later in the course`;
}
