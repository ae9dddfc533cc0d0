import type { LabPageStep } from '@dfm/contracts/page-data';
import { Circle, CircleCheck, CircleDot } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { LabState, StepState } from './lab-state.ts';

interface Props {
  steps: readonly LabPageStep[];
  /** The text of each step. */
  texts: readonly ReactNode[];
  state: LabState;
  /** What can be done in a step, below its conditions. */
  children?(step: LabPageStep, state: StepState): ReactNode;
}

const marks = {
  open: { icon: Circle, look: 'text-edge', label: '' },
  current: { icon: CircleDot, look: 'text-accent', label: 'current: ' },
  done: { icon: CircleCheck, look: 'text-good', label: 'done: ' },
} as const;

/**
 * All steps of a lab. The one at which the learner is unfolds by itself, and nothing folds by itself, so that
 * the text of a finished step can be read to its end.
 */
export function StepList({ steps, texts, state: { steps: states, at }, children }: Props) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set([at]));
  const [lastAt, setLastAt] = useState(at);
  if (at !== lastAt) {
    setLastAt(at);
    setUnfolded(new Set([...unfolded, at]));
  }
  const current = useRef<HTMLElement>(null);
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest' }), [at]);
  const fold = (index: number, isUnfolded: boolean) =>
    setUnfolded((before) => {
      const after = new Set(before);
      if (isUnfolded) after.add(index);
      else after.delete(index);
      return after;
    });
  return (
    <ol className="lab-steps">
      {steps.map((step, index) => {
        const stepState = states[index]!;
        const { icon: Icon, look, label } = marks[stepState.state];
        return (
          <li key={step.id} data-state={stepState.state}>
            <details open={unfolded.has(index)} onToggle={(event) => fold(index, event.currentTarget.open)}>
              <summary ref={index === at ? current : undefined}>
                <Icon
                  aria-hidden
                  size={18}
                  strokeWidth={2.25}
                  className={`shrink-0 translate-y-0.5 ${look}`}
                />
                <span>
                  <span className="sr-only">{label}</span>
                  <span className="lab-step-number">{index + 1}.</span> {step.title}
                </span>
              </summary>
              <div className="lab-step">
                <div className="prose lab-text">{texts[index]}</div>
                <Conditions says={step.says} ticks={stepState.ticks} />
                {children?.(step, stepState)}
              </div>
            </details>
          </li>
        );
      })}
    </ol>
  );
}

function Conditions({ says, ticks }: { says: readonly string[]; ticks: readonly boolean[] }) {
  return (
    <ul aria-label="What has to be true" className="lab-conditions">
      {says.map((sentence, number) => (
        <li key={sentence} data-true={ticks[number] === true}>
          {ticks[number] ? (
            <CircleCheck aria-hidden size={16} strokeWidth={2.25} className="lab-tick text-good" />
          ) : (
            <Circle aria-hidden size={16} strokeWidth={2.25} className="lab-tick text-edge" />
          )}
          <span>
            <span className="sr-only">{ticks[number] ? 'done: ' : 'not yet: '}</span>
            {sentence}
          </span>
        </li>
      ))}
    </ul>
  );
}
