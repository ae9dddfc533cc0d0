import type { TerminalAllowance } from '@dfm/contracts/page-data';
import { minutesText } from '@/components/terminal/session/clock-text.ts';
import { Button } from '@/components/ui/button.tsx';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import type { LabState } from './lab-state.ts';

interface Props {
  shown: LabState;
  allowance: TerminalAllowance;
  isBusy: boolean;
  problem: string | undefined;
  onStart(): void;
}

/** What a lab gives the learner, and the button that starts it or goes on with it. */
export function LabStart({ shown, allowance, isBusy, problem, onStart }: Props) {
  const isDone = shown.done === shown.steps.length;
  return (
    <div className="mt-6">
      <FormProblem>{problem}</FormProblem>
      {allowance.dayMinutesLeft > 0 ? (
        <Button
          look={isDone ? 'secondary' : 'primary'}
          className="mt-2"
          aria-disabled={isBusy}
          onClick={() => isBusy || onStart()}
        >
          {isBusy ? 'Starting …' : startText(shown)}
        </Button>
      ) : (
        <p>
          You have used all your terminal time of the last 24 hours. Try again later: it comes back 24 hours
          after you used it.
        </p>
      )}
      <p className="mt-4 text-sm text-soft">
        You get a terminal on a sandbox of your own, with a real Docker Engine and no internet. There is
        nothing to submit: a step turns green as soon as it is done, however you did it. You have{' '}
        {minutesText(allowance.dayMinutesLeft)} at a terminal left today.
      </p>
    </div>
  );
}

function startText({ at, steps }: LabState): string {
  if (at === steps.length) return 'Start again at step 1';
  return at === 0 ? 'Start' : `Continue at step ${at + 1}`;
}
