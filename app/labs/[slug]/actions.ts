'use server';

import type { StartLab } from '@/components/lab/lab-actions.ts';
import { actingLearner, ensureLearner } from '@/lib/auth/session.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { assertStep, openLab } from '@/lib/labs/open-lab.ts';
import { assertRoomForSession } from '@/lib/terminals/own-session.ts';

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
