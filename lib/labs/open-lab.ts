import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { SessionView } from '@dfm/contracts/terminal';
import { canStartAt } from '@dfm/labs/step-to-start';
import { content } from '../content/content-root.ts';
import { courseLab } from '../content/labs.ts';
import { openSession } from '../terminals/own-session.ts';
import { doneSteps } from './done-steps.ts';

/**
 * Rejects a start that `openLab` would reject from someone who has done nothing, so that no learner is
 * created for it.
 *
 * @throws PlatformError `not-found` for a lab or step that does not exist
 */
export async function assertStep(slug: string, step: string): Promise<void> {
  const { lab } = await courseLab(slug);
  if (!lab.steps.some(({ id }) => id === step))
    throw new PlatformError('not-found', 'There is no such step.');
}

/**
 * Queues a session of a lab, of the version of the content that the learner sees.
 *
 * @param step ID of the step at which it starts
 * @param replaces ID of the learner's open session, which ends; undefined if they know of none
 * @throws PlatformError `not-found`; `conflict` if a step before was not done, or if a session is open that
 *   is not `replaces`; as `openSession`
 */
export async function openLab(
  learnerId: string,
  slug: string,
  step: string,
  replaces: string | undefined,
): Promise<SessionView> {
  const { lab } = await courseLab(slug);
  const index = lab.steps.findIndex(({ id }) => id === step);
  if (index === -1) throw new PlatformError('not-found', 'There is no such step.');
  if (!canStartAt(lab.steps, await doneSteps(learnerId, slug), index))
    throw new PlatformError('conflict', 'You have not done the steps before this one.');
  return openSession(learnerId, {
    replaces,
    lab: { lab: slug, content: content().commit ?? null, labStart: index, bases: lab.bases },
  });
}
