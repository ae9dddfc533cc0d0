import type { ProofView } from '@dfm/contracts/page-data';
import { counted } from '@/components/ui/counted.ts';
import { Moment } from '@/components/ui/moment.tsx';

/** How far the check of a draft is, or what came out. */
export function ProofSummary({ proof }: { proof: ProofView }) {
  const { answered, total, by, startedAt, parts } = proof;
  const hasRuns = parts.some(({ items }) => items.some(({ kind }) => kind === 'variant'));
  return (
    <>
      {proof.state === 'checking' && (
        <div className="mt-3">
          <progress className="progress-bar" value={answered} max={total} aria-label="Checked" />
          <output className="mt-1 block text-sm text-soft tabular-nums">
            {answered} of {total} checked. {hasRuns && 'Runs of learners come first. '}You can leave this
            page.
          </output>
        </div>
      )}
      <p className="mt-3 text-lg font-semibold">{sentenceOf(proof)}</p>
      <p className="mt-1 text-sm text-faint">
        Started <Moment at={startedAt} />, by {by ?? 'someone who has left'}
      </p>
    </>
  );
}

/** What a check means for publishing, in one sentence. */
export function sentenceOf({ state, isOutdated, parts, total }: ProofView): string {
  const items = parts.flatMap((part) => part.items);
  const bad = items.filter((item) => item.state === 'bad').length;
  const unsaved = items.filter((item) => item.state === 'unsaved').length;
  if (state === 'published') return 'This draft has been published as it was checked here.';
  if (isOutdated) return 'The draft has been saved since this check, so it has to be checked again.';
  if (state === 'stopped') return 'The check was stopped.';
  if (state === 'good') return `All ${counted(total, 'check')} are in order. The draft can be published.`;
  const isNew = `${counted(unsaved, 'recording')} ${unsaved === 1 ? 'is' : 'are'} new`;
  if (state === 'unsaved')
    return `Nothing to fix. ${isNew}, and the draft does not have ${unsaved === 1 ? 'it' : 'them'} yet.`;
  const found = `${counted(bad, 'check')} found something to fix`;
  if (state === 'bad') return unsaved > 0 ? `${found}. ${isNew}: saving may be the fix.` : `${found}.`;
  return bad > 0 ? `${found} so far.` : 'Nothing to fix so far.';
}
