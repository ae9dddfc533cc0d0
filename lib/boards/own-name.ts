import 'server-only';
import { headers } from 'next/headers';
import { requireLearner } from '../auth/session.ts';
import { boardExercise } from '../exercises/board-exercise.ts';
import { assertSameOrigin } from '../http/same-origin.ts';
import { chooseName, type NameChosen, withdrawName } from './choose-name.ts';

/**
 * Sets the current learner's name on the board of an exercise.
 *
 * @throws PlatformError `forbidden` if a page of a different site caused the call, `unauthenticated` for a
 *   visitor, `not-found` for an exercise without a board
 */
export async function changeOwnName(slug: string, text: string): Promise<NameChosen> {
  return chooseName(await ownId(slug), slug, text);
}

/** Removes the current learner's name from the board of an exercise. @throws as `changeOwnName` */
export async function withdrawOwnName(slug: string): Promise<void> {
  await withdrawName(await ownId(slug), slug);
}

async function ownId(slug: string): Promise<string> {
  const requestHeaders = await headers();
  assertSameOrigin(requestHeaders);
  const { id } = await requireLearner(requestHeaders);
  await boardExercise(slug);
  return id;
}
