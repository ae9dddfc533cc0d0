import type { RegradePreview } from '@dfm/contracts/page-data';
import { Badge } from '@/components/ui/badge.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Moment } from '@/components/ui/moment.tsx';
import { stateText } from './state-text.ts';
import { summarySentence } from './summary-sentence.ts';

/** What was corrected, how far judging is, and what changes in one sentence. */
export function RegradeSummaryText({ preview }: { preview: RegradePreview }) {
  const { note, madeBy, createdAt, state, submissions, judged, recomputed, rebuilt, failed, summary } =
    preview;
  const { overridden } = summary;
  return (
    <div className="max-w-measure">
      <p className="mt-1 wrap-anywhere text-soft">{note}</p>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-3 text-sm text-faint">
        <Badge tone={stateText[state].tone}>{stateText[state].text}</Badge>
        <span>
          <Moment at={createdAt} />, by {madeBy ?? 'someone who has left'}
        </span>
      </p>
      {state === 'judging' && (
        <output className="mt-4 block">
          {judged} of {counted(submissions, 'submission')} judged. What has to be built waits until no learner
          is waiting. You can leave this page.
        </output>
      )}
      <p className="mt-4 text-lg font-semibold">{summarySentence(summary, state)}</p>
      <p className="mt-1 text-sm text-soft">
        Of {counted(submissions, 'submission') || 'no submissions'}: {recomputed} computed from stored
        results, {rebuilt} built again
        {failed > 0 &&
          `, of which ${failed} could not be judged and ${failed === 1 ? 'keeps its' : 'keep their'} result`}
        .
        {overridden > 0 &&
          ` ${counted(overridden, 'learner')} ${overridden === 1 ? 'has' : 'have'} points that staff set, and these stay.`}
      </p>
    </div>
  );
}
