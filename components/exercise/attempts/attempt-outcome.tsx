import { Badge } from '@/components/ui/badge.tsx';
import type { Confirmation } from '../run/run-state.ts';
import { outcomeText } from '../verdict/outcome-text.ts';
import { isCounted, type AttemptView } from './attempt-view.ts';

const passedText: Readonly<Record<Confirmation['state'], string>> = {
  waiting: 'Passed, being confirmed',
  confirmed: 'Passed and confirmed',
  differs: 'Passed, but not in a fresh engine',
  failed: 'Passed, but not confirmed',
};

/** How an attempt ended, in a few words. */
export function AttemptOutcome({ attempt }: { attempt: AttemptView }) {
  const { state, outcome } = attempt;
  if (state === 'cancelled') return <Badge>Cancelled</Badge>;
  if (outcome === undefined) return <Badge tone="accent">{state === 'queued' ? 'Queued' : 'Running'}</Badge>;
  if (outcome.status === 'graded')
    return outcome.passed ? (
      <Badge tone="good">
        {attempt.confirmation === undefined ? 'Passed' : passedText[attempt.confirmation.state]}
      </Badge>
    ) : (
      <Badge tone="warn">Not passed</Badge>
    );
  return <Badge tone={isCounted(attempt) ? 'bad' : 'accent'}>{outcomeText[outcome.status].title}</Badge>;
}
