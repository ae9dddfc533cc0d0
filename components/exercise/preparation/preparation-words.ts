import type { PreparationView } from '@dfm/contracts';
import { aboutDuration } from '../outcome/about-duration.ts';

/** What is being prepared and how long it still takes: one sentence, or the failure in two. */
export function preparationWords({ progress, base, failure }: PreparationView): string {
  if (failure !== undefined) return failureWords(base ?? 'The sandboxes', failure);
  const subject = base ?? 'the sandboxes';
  if (progress === undefined) return `Preparing ${subject}: almost done.`;
  return `Preparing ${subject}: ${progress.title} (step ${progress.step} of ${progress.steps}), ${aboutDuration(progress.leftMs)} left.`;
}

function failureWords(subject: string, { message, command, retryInMs }: NonNullable<PreparationView['failure']>): string {
  const what = `${subject} could not be prepared: ${message.replace(/[.:]?\s*$/, '')}.`;
  if (retryInMs !== undefined) return `${what} It is tried again ${retryInMs < 1_000 ? 'now' : `in ${aboutDuration(retryInMs)}`}; what is done is kept.`;
  return `${what} The operator of this site has to fix it${command === undefined ? '' : `, on its machine: ${command}`}, and run npm start again.`;
}

/** What becomes of a run that is submitted now. */
export function waitingWords({ base, failure }: PreparationView): string {
  if (failure !== undefined && failure.retryInMs === undefined) return 'Lessons, quizzes and the checks in the editor work without them.';
  if (base !== undefined) return `A Dockerfile that starts from ${base} waits for it in the queue; others run now.`;
  return 'Lessons, quizzes and the checks in the editor work already. A run that you start now waits in the queue and begins by itself.';
}
