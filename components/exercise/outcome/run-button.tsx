import { formatEstimate } from '@dfm/contracts/quantity';
import { Play, Square, WifiOff } from 'lucide-react';
import { useEffect, type MouseEvent } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { isBusy, type RunState } from '../run/run-state.ts';

interface Props {
  state: RunState;
  onRun(): void;
  onCancel(): void;
}

/** Starts a run, also with Ctrl Enter anywhere on the page, or cancels the one in progress. */
export function RunButton({ state, onRun, onCancel }: Props) {
  useRunShortcut(onRun);
  if (!isBusy(state)) {
    return (
      <>
        {state.usualMs !== undefined && (
          <span className="text-sm text-soft tabular-nums max-md:hidden" title="The usual duration of a run">
            <span className="sr-only">A run usually takes </span>
            {formatEstimate(state.usualMs)}
          </span>
        )}
        <Button look="primary" onClick={onRun} aria-keyshortcuts="Control+Enter Meta+Enter">
          <Play aria-hidden size={16} fill="currentColor" /> Run
          <kbd aria-hidden className="font-mono text-xs font-normal max-md:hidden">
            Ctrl Enter
          </kbd>
        </Button>
      </>
    );
  }
  const { isCancelling } = state;
  // The second click of a double click on Run arrives here and is ignored.
  const press = (event: MouseEvent) => event.detail < 2 && onCancel();
  return (
    <>
      {state.connection === 'lost' && (
        <span className="inline-flex items-center gap-1.5 text-sm text-warn">
          <WifiOff aria-hidden size={16} /> <span className="max-sm:sr-only">Connection lost</span>
        </span>
      )}
      <Button onClick={isCancelling ? undefined : press} aria-disabled={isCancelling || undefined}>
        <Square aria-hidden size={14} fill="currentColor" /> {isCancelling ? 'Cancelling' : 'Cancel'}
      </Button>
    </>
  );
}

function useRunShortcut(onRun: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      onRun();
    };
    // In the capture phase, before the editor, which would insert a line.
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [onRun]);
}
