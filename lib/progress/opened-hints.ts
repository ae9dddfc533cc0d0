import 'server-only';
import { createHash } from 'node:crypto';
import type { Hint } from '@dfm/contracts';
import { db } from '../db/client.ts';

/** The text of a hint. */
export const hintText = (hint: Hint): string => (typeof hint === 'string' ? hint : hint.text);

/** What identifies a hint of an exercise while its text stays the same: 16 hexadecimal digits. */
export const hintKey = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * Records when a learner first opened a hint. Does nothing if the exercise has no such hint.
 *
 * @param text of the hint, unvalidated
 */
export async function noteOpenedHint(
  learnerId: string,
  { slug, hints }: { slug: string; hints: readonly Hint[] },
  text: unknown,
): Promise<void> {
  const hint = hints.map(hintText).find((known) => known === text);
  if (hint === undefined) return;
  const row = { learnerId, exercise: slug, hint: hintKey(hint) };
  await db().openedHint.upsert({
    where: { learnerId_exercise_hint: row },
    create: row,
    update: {},
  });
}

/** The texts of the hints that a learner has opened, the earliest first. */
export async function openedHints(
  learnerId: string,
  { slug, hints }: { slug: string; hints: readonly Hint[] },
): Promise<string[]> {
  const opened = await db().openedHint.findMany({
    where: { learnerId, exercise: slug },
    orderBy: { openedAt: 'asc' },
    select: { hint: true },
  });
  const texts = new Map(hints.map(hintText).map((text) => [hintKey(text), text]));
  return opened.flatMap(({ hint }) => texts.get(hint) ?? []);
}
