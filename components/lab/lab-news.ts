import type { LabPageStep } from '@dfm/contracts/page-data';
import type { LabState } from './lab-state.ts';

/** What has become true between two states of a session, in words; empty if nothing has. */
export function labNews(steps: readonly LabPageStep[], before: LabState, after: LabState): string {
  if (after.at > before.at) {
    const next = steps[after.at];
    const finished = `Step ${after.at} is done.`;
    return next === undefined ? `${finished} You have done all steps.` : `${finished} Next: ${next.title}.`;
  }
  if (after.at < before.at) return '';
  const was = before.steps[after.at]?.ticks ?? [];
  const isNow = after.steps[after.at]?.ticks ?? [];
  const says = steps[after.at]?.says ?? [];
  return says
    .flatMap((sentence, number) => (isNow[number] && !was[number] ? [`Done: ${sentence}.`] : []))
    .join(' ');
}
