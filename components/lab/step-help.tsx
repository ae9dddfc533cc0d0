import type { LabPageStep } from '@dfm/contracts/page-data';
import { Lightbulb, RotateCcw, SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import type { NotTyped } from '@/components/terminal/shells/typist.ts';
import { Button } from '@/components/ui/button.tsx';

interface Props {
  step: LabPageStep;
  isCurrent: boolean;
  /** Whether there is a shell in which something can be typed. */
  canType: boolean;
  /** Whether the commands of this step, or of the one before, are still being typed. */
  isTyping: boolean;
  /** Types the step's reference. @returns why it was not typed; undefined if it was */
  onShow(): NotTyped | undefined;
  /** Undefined if the step cannot be started again. */
  onRestart: (() => void) | undefined;
}

const inTheWay: Record<NotTyped, string> = {
  'no-shell': 'No shell is open. Open one first.',
  program: 'A program is running in the shell. End it, or open a second shell, and try again.',
  container: 'The shell is inside a container. Leave it with exit, and try again.',
};

/** Hints that unfold one after the other, the commands as the last resort, and a new start. */
export function StepHelp({ step: { hints }, isCurrent, canType, isTyping, onShow, onRestart }: Props) {
  const [shown, setShown] = useState(0);
  const [problem, setProblem] = useState('');
  return (
    <div className="lab-help">
      <ol aria-live="polite" aria-label="Hints">
        {hints.slice(0, shown).map((hint, index) => (
          <li key={hint}>
            <span className="text-faint tabular-nums">{index + 1}</span>
            <span>{hint}</span>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        {isCurrent && shown < hints.length && (
          <Button onClick={() => setShown(shown + 1)}>
            <Lightbulb aria-hidden size={16} />
            {shown === 0 ? 'Hint' : 'Next hint'}{' '}
            <span className="font-normal text-soft tabular-nums">
              {shown + 1} of {hints.length}
            </span>
          </Button>
        )}
        {isCurrent && (
          <Button
            look="quiet"
            aria-disabled={!canType || isTyping}
            title={
              isTyping
                ? 'To stop it, type something into the shell'
                : 'Types the commands of this step into your shell'
            }
            onClick={() => {
              if (!canType || isTyping) return;
              const before = onShow();
              setProblem(before === undefined ? '' : inTheWay[before]);
            }}
          >
            <SquareTerminal aria-hidden size={16} />
            {isTyping ? 'Typing …' : 'Show me'}
          </Button>
        )}
        {onRestart && (
          <Button look="quiet" onClick={onRestart}>
            <RotateCcw aria-hidden size={16} />
            {isCurrent ? 'Start this step again' : 'Do this step again'}
          </Button>
        )}
      </div>
      <output className="block text-sm text-warn">{problem}</output>
    </div>
  );
}
