import { Play, Square } from 'lucide-react';
import { Button } from '@/components/ui/button.tsx';
import { isBusy, type RunState } from '../run/run-state.ts';

interface Props {
  state: RunState;
  onRun(): void;
  onCancel(): void;
}

/** Runs, and while a run is on its way cancels it. */
export function RunButton({ state, onRun, onCancel }: Props) {
  if (!isBusy(state)) {
    return (
      <Button look="primary" onClick={onRun} aria-keyshortcuts="Control+Enter Meta+Enter" title="Control Enter">
        <Play aria-hidden size={16} fill="currentColor" /> Run
      </Button>
    );
  }
  const isWaiting = state.stage === 'submitting' || state.isCancelling;
  return (
    <Button onClick={isWaiting ? undefined : onCancel} aria-disabled={isWaiting || undefined}>
      <Square aria-hidden size={14} fill="currentColor" /> {state.isCancelling ? 'Cancelling' : 'Cancel'}
    </Button>
  );
}
