import type { RegradeState, RegradeSummary } from '@dfm/contracts/page-data';

/** What changes, such as `12 of 90 learners change: 9 up, 3 down; 2 now pass.` */
export function summarySentence(
  { learners, changed, up, down, nowPass, noLongerPass }: RegradeSummary,
  state: RegradeState,
): string {
  const soFar = state === 'judging' ? ' so far' : '';
  if (changed === 0) return `No grade changes${soFar}.`;
  const points = [up > 0 && `${up} up`, down > 0 && `${down} down`].filter((part) => part !== false);
  const passes = [
    nowPass > 0 && `${nowPass} now ${nowPass === 1 ? 'passes' : 'pass'}`,
    noLongerPass > 0 && `${noLongerPass} no longer ${noLongerPass === 1 ? 'passes' : 'pass'}`,
  ].filter((part) => part !== false);
  const details = [points.join(', '), passes.join(', ')].filter((part) => part !== '').join('; ');
  return `${changed} of ${learners} ${learners === 1 ? 'learner' : 'learners'} ${changed === 1 ? 'changes' : 'change'}${soFar}: ${details}.`;
}
