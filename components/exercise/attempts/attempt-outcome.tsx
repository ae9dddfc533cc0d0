import type { Confirmation } from '@dfm/contracts/browser-api';
import type { Attempt } from '@dfm/contracts/page-data';
import { Badge } from '@/components/ui/badge.tsx';
import { outcomeText } from '../verdict/outcome-text.ts';

const passedText: Readonly<Record<Confirmation['state'], string>> = {
  waiting: 'Passed, being confirmed',
  confirmed: 'Passed and confirmed',
  differs: 'Passed, but not in a fresh engine',
  failed: 'Passed, but not confirmed',
};

/** How an attempt ended, in a few words. */
export function AttemptOutcome({ attempt }: { attempt: Attempt }) {
  const { state, outcome } = attempt;
  if (state === 'cancelled') return <Badge>Cancelled</Badge>;
  if (state !== 'done') return <Badge tone="accent">{state === 'queued' ? 'Queued' : 'Running'}</Badge>;
  if (outcome === undefined) return <Badge>No longer readable</Badge>;
  if (outcome.status === 'graded')
    return outcome.passed ? (
      <Badge tone="good">
        {attempt.confirmation === undefined ? 'Passed' : passedText[attempt.confirmation.state]}
      </Badge>
    ) : (
      <Badge tone="warn">Not passed</Badge>
    );
  return (
    <Badge tone={outcome.status === 'infrastructure' ? 'accent' : 'bad'}>
      {outcomeText[outcome.status].title}
    </Badge>
  );
}
