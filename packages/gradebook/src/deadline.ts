import { formatDeadline } from './wall-clock.ts';

/** A later deadline for an assignment. */
export interface Extension {
  until: Date;
  /** The group that has it; undefined if the learner has it alone. */
  group?: string;
  /** Shown to the learner; may be empty. */
  reason: string;
  /** Name of who granted it. */
  grantedBy: string;
}

export interface Deadline {
  /** Null: no deadline. */
  at: Date | null;
  /** The extension that decides; null if the class's deadline does. */
  extension: Extension | null;
}

/**
 * The extension that ends last, of those that a learner has for one assignment: their own and that of their
 * group. Of equal ones, the first.
 */
export function latestExtension<Candidate extends Extension>(
  extensions: readonly Candidate[],
): Candidate | null {
  return extensions.reduce<Candidate | null>(
    (latest, next) => (latest === null || next.until > latest.until ? next : latest),
    null,
  );
}

/**
 * The deadline of a learner for an assignment. An extension never makes it earlier, so it loses its effect
 * when the class's deadline is moved behind it, and where there is no deadline it has none.
 *
 * @param dueAt deadline of the class; null: none
 */
export function deadlineOf(dueAt: Date | null, extension: Extension | null): Deadline {
  if (dueAt === null || extension === null || extension.until <= dueAt) return { at: dueAt, extension: null };
  return { at: extension.until, extension };
}

/**
 * Why a learner's deadline is what it is, in one line.
 *
 * @param dueAt deadline of the class
 */
export function explainDeadline({ at, extension }: Deadline, dueAt: Date | null, timeZone: string): string {
  if (at === null || dueAt === null) return 'No deadline.';
  const deadline = formatDeadline(at, timeZone);
  if (extension === null) return `${deadline}: the deadline of the class.`;
  const { grantedBy, reason, group } = extension;
  const forGroup = group === undefined ? '' : ` for ${group}`;
  return `${deadline}: extended from ${formatDeadline(dueAt, timeZone)}${forGroup} by ${grantedBy}${reason === '' ? '' : ` (${reason})`}.`;
}
