import type { PreparationView } from '@dfm/contracts/browser-api';
import { formatEstimate } from '@dfm/contracts/quantity';

/** What is being prepared and how much longer it takes, in one sentence; or the failure, in two. */
export function preparationText({ progress, base, failure }: PreparationView): string {
  if (failure !== undefined) return failureText(base ?? 'The sandboxes', failure);
  const subject = base ?? 'the sandboxes';
  if (progress === undefined) return `Preparing ${subject}: almost done.`;
  return `Preparing ${subject}: ${progress.title} (step ${progress.step} of ${progress.steps}), ${formatEstimate(progress.leftMs)} left.`;
}

function failureText(
  subject: string,
  { message, command, retryInMs }: NonNullable<PreparationView['failure']>,
): string {
  const what = `${subject} could not be prepared: ${message.replace(/[.:]?\s*$/, '')}.`;
  if (retryInMs !== undefined)
    return `${what} The next attempt starts ${retryInMs < 1_000 ? 'now' : `in ${formatEstimate(retryInMs)}`} and skips the steps that are done.`;
  return `${what} The operator of this site has to fix it and run npm start again.${command === undefined ? '' : ` To fix it: ${command}`}`;
}

/** What happens to a run that is submitted now. */
export function waitingText({ base, failure }: PreparationView): string {
  if (failure !== undefined && failure.retryInMs === undefined)
    return 'Lessons, quizzes and the checks in the editor work without them.';
  if (base !== undefined)
    return `A run whose Dockerfile starts from ${base} waits in the queue; other runs start now.`;
  return 'Lessons, quizzes and the checks in the editor already work. A run that you start now waits in the queue and starts automatically.';
}
