import type { LabPageStep } from '@dfm/contracts/page-data';
import { Circle, CircleCheck, CircleDot } from 'lucide-react';
import type { ReactNode } from 'react';
import type { StepState } from './lab-state.ts';
import { useScrollIntoView } from './use-scroll-into-view.ts';

interface Props {
  /** From 1. */
  number: number;
  step: LabPageStep;
  state: StepState;
  text: ReactNode;
  scrollsIntoView: boolean;
  isUnfolded: boolean;
  onFold(isUnfolded: boolean): void;
  /** Below its conditions. */
  children: ReactNode;
}

const marks = {
  open: { icon: Circle, look: 'text-edge', label: '' },
  current: { icon: CircleDot, look: 'text-accent', label: 'current: ' },
  done: { icon: CircleCheck, look: 'text-good', label: 'done: ' },
} as const;

/** A step of a lab: its text, and what has to be true. */
export function Step({ number, step, state, text, scrollsIntoView, isUnfolded, onFold, children }: Props) {
  const title = useScrollIntoView(scrollsIntoView);
  const { icon: Icon, look, label } = marks[state.state];
  return (
    <li>
      <details open={isUnfolded} onToggle={(event) => onFold(event.currentTarget.open)}>
        <summary ref={title}>
          <Icon aria-hidden size={18} strokeWidth={2.25} className={`shrink-0 translate-y-0.5 ${look}`} />
          <span>
            <span className="sr-only">{label}</span>
            <span className="lab-step-number">{number}.</span> {step.title}
          </span>
        </summary>
        <div className="lab-step">
          <div className="prose lab-text" data-step={step.id}>
            {text}
          </div>
          <Conditions says={step.says} ticks={state.ticks} />
          {children}
        </div>
      </details>
    </li>
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
