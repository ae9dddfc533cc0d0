import type { ZonedTime } from '@dfm/contracts/page-data';

/** Selects the first deadline of a cohort that is still ahead. */
export function nextDeadline(now: Date) {
  return {
    where: { dueAt: { gt: now } },
    orderBy: { dueAt: 'asc' },
    take: 1,
    select: { dueAt: true },
  } as const;
}

/** The deadline that was selected; undefined if there is none. */
export function nextDeadlineOf({
  timeZone,
  assignments,
}: {
  timeZone: string;
  assignments: { dueAt: Date | null }[];
}): ZonedTime | undefined {
  const dueAt = assignments[0]?.dueAt;
  return dueAt ? { at: dueAt.toISOString(), timeZone } : undefined;
}
