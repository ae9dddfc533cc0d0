import type { LabPage } from '@dfm/contracts/page-data';
import type { ReactNode } from 'react';
import type { NotTyped } from '@/components/terminal/shells/typist.ts';
import { LabEnd } from './lab-end.tsx';
import type { LabState } from './lab-state.ts';
import { StepHelp } from './step-help.tsx';
import { StepList } from './step-list.tsx';

interface Props {
  lab: LabPage;
  texts: readonly ReactNode[];
  shown: LabState;
  /** Reports a problem. */
  report: ReactNode;
  /** Whether there is a shell in which something can be typed. */
  canType: boolean;
  /** Whether commands are still being typed there. */
  isTyping: boolean;
  /** Types commands into the learner's shell. @returns why they were not typed; undefined if they were */
  onType(commands: string): NotTyped | undefined;
  /** Starts again at a step. Undefined while a request is on its way. */
  onRestart: ((step: string) => void) | undefined;
}

/** The steps of a lab next to its terminal. */
export function LabTask({ lab, texts, shown, report, onType, onRestart, ...shell }: Props) {
  const { steps } = lab;
  return (
    <section aria-label="Task" className="lab-task" data-reportable data-lab>
      <p className="lab-progress">
        <progress className="progress-bar" max={steps.length} value={shown.done} aria-label="Steps done" />
        <span>
          {shown.done} of {steps.length} done
        </span>
      </p>
      <StepList steps={steps} texts={texts} state={shown} follows>
        {(step, { state, canStart }) => (
          <StepHelp
            step={step}
            isCurrent={state === 'current'}
            {...shell}
            onShow={() => onType(step.reference)}
            onRestart={onRestart && canStart && state !== 'open' ? () => onRestart(step.id) : undefined}
          />
        )}
      </StepList>
      {shown.at === steps.length && <LabEnd lab={lab} isOpen />}
      {report}
    </section>
  );
}
