import 'server-only';
import { createHmac } from 'node:crypto';
import type { Exercise } from '@dfm/contracts';
import type { Draw } from '@dfm/contracts/page-data';
import { type LoadedTask, loadTask } from '@dfm/course/exercises';
import { ownWork } from '../assignments/own-work.ts';
import { contentRoot } from '../content/content-root.ts';
import { db } from '../db/client.ts';
import { env } from '../platform/env.ts';

/**
 * Loads an exercise with a learner's own values.
 *
 * @param learnerId undefined for a visitor
 * @returns the exercise, and what was drawn; undefined if it has no draws
 * @throws PlatformError `not-found`, ContentError
 */
export async function loadOwnExercise(
  learnerId: string | undefined,
  slug: string,
): Promise<{ loaded: LoadedTask; draw: Draw | undefined }> {
  const example = await loadTask(contentRoot(), slug);
  const draw = await ownDraw(learnerId, example.exercise);
  if (draw === undefined || draw.drawnFor === 'everyone') return { loaded: example, draw };
  return { loaded: await loadTask(contentRoot(), slug, draw.values), draw };
}

/**
 * A learner's draw: always the same one, except in an exam, whose draw is different from the one that the
 * learner has practised with. A group that does the exercise together has one. Visitors and learners without
 * an account have the first.
 */
async function ownDraw(learnerId: string | undefined, { slug, draws }: Exercise): Promise<Draw | undefined> {
  if (draws === undefined) return undefined;
  const account =
    learnerId === undefined
      ? null
      : await db().user.findFirst({ where: { id: learnerId, isAnonymous: false }, select: { id: true } });
  if (account === null) return { values: draws[0]!, drawnFor: 'everyone' };
  const { partners, examOf } = await ownWork(account.id, slug);
  const usual = numberBelow(draws.length, [slug, ...partners.toSorted()]);
  if (examOf === undefined) return { values: draws[usual]!, drawnFor: 'learner' };
  const further = 1 + numberBelow(draws.length - 1, [slug, account.id, examOf]);
  return { values: draws[(usual + further) % draws.length]!, drawnFor: 'exam' };
}

/** A number from 0 to `limit` - 1 that is always the same for a key, and that nobody else can compute. */
function numberBelow(limit: number, key: readonly string[]): number {
  const digest = createHmac('sha256', env().AUTH_SECRET)
    .update(JSON.stringify(['draw', ...key]))
    .digest();
  return digest.readUInt32BE() % limit;
}
