'use server';

import { terminalStart } from '@/app/terminal/terminal-start.ts';
import type { LoadLab, StartLab } from '@/components/lab/lab-actions.ts';
import { actingLearner, ensureLearner } from '@/lib/auth/session.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { doneSteps } from '@/lib/labs/done-steps.ts';
import { assertStep, openLab } from '@/lib/labs/open-lab.ts';
import { assertRoomForSession } from '@/lib/terminals/own-session.ts';

/** Reads the session of the learner, what is left of the day, and the steps of a lab that they have done. */
export const loadLab: LoadLab = async (slug) => {
  const learner = await actingLearner();
  const [start, done] = await Promise.all([
    terminalStart(learner),
    learner === null || typeof slug !== 'string' ? [] : doneSteps(learner.id, slug),
  ]);
  return { start, done: [...done] };
};

/** Queues a session of a lab for the learner. */
export const startLab: StartLab = async (slug, step, replaces) => {
  if (typeof slug !== 'string' || typeof step !== 'string')
    return { ok: false, message: 'There is no such lab.' };
  return orMessage(async () => {
    // For a lab that does not exist, or that nobody could start, no learner is created.
    await assertStep(slug, step);
    if ((await actingLearner()) === null) await assertRoomForSession();
    const { id } = await ensureLearner();
    const agreed = typeof replaces === 'string' ? replaces : undefined;
    return { ok: true, session: await openLab(id, slug, step, agreed) };
  });
};
