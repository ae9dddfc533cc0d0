import type { LabPageStep } from '@dfm/contracts/page-data';
import { type ReactNode, useState } from 'react';
import type { LabState, StepState } from './lab-state.ts';
import { Step } from './step.tsx';

interface Props {
  steps: readonly LabPageStep[];
  /** The text of each step. */
  texts: readonly ReactNode[];
  state: LabState;
  /** Whether the step at which the learner is scrolls into view. */
  follows?: boolean;
  /** What can be done in a step, below its conditions. */
  children?(step: LabPageStep, state: StepState): ReactNode;
}

/**
 * All steps of a lab. The one at which the learner is unfolds by itself, and nothing folds by itself, so that
 * the text of a finished step can be read to its end.
 */
export function StepList({ steps, texts, state: { steps: states, at }, follows = false, children }: Props) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set([at]));
  const [lastAt, setLastAt] = useState(at);
  if (at !== lastAt) {
    setLastAt(at);
    setUnfolded(new Set([...unfolded, at]));
  }
  const fold = (index: number, isUnfolded: boolean) =>
    setUnfolded((before) => new Set([...before, index].filter((other) => other !== index || isUnfolded)));
  return (
    <ol className="lab-steps">
      {steps.map((step, index) => (
        <Step
          key={step.id}
          number={index + 1}
          step={step}
          state={states[index]!}
          text={texts[index]}
          scrollsIntoView={follows && index === at}
          isUnfolded={unfolded.has(index)}
          onFold={(isUnfolded) => fold(index, isUnfolded)}
        >
          {children?.(step, states[index]!)}
        </Step>
      ))}
    </ol>
  );
}
