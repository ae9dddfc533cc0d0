import { Play, Square } from 'lucide-react';
import type { MouseEvent } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { isBusy, type RunState } from '../run/run-state.ts';

interface Props {
  state: RunState;
  onRun(): void;
  onCancel(): void;
}

/** Starts a run, or cancels the one in progress. */
export function RunButton({ state, onRun, onCancel }: Props) {
  if (!isBusy(state)) {
    return (
      <Button
        look="primary"
        onClick={onRun}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        title="Control Enter"
      >
        <Play aria-hidden size={16} fill="currentColor" /> Run
      </Button>
    );
  }
  const { isCancelling } = state;
  // The second click of a double click on Run arrives here and is ignored.
  const press = (event: MouseEvent) => event.detail < 2 && onCancel();
  return (
    <Button onClick={isCancelling ? undefined : press} aria-disabled={isCancelling || undefined}>
      <Square aria-hidden size={14} fill="currentColor" /> {isCancelling ? 'Cancelling' : 'Cancel'}
    </Button>
  );
}
