import type { VersionChange } from '@dfm/contracts/page-data';
import { Badge } from '@/components/ui/badge.tsx';
import { counted } from '@/components/ui/counted.ts';

/** The lessons, exercises and labs that are different, with how many members are in the middle of each. */
export function VersionChanges({ changes }: { changes: readonly VersionChange[] }) {
  if (changes.length === 0)
    return <p className="mt-2 text-soft">Nothing: no lesson, exercise or lab is different.</p>;
  return (
    <ul className="mt-3 border-b border-line">
      {changes.map((change) => (
        <li key={`${change.kind} ${change.slug}`} className="border-t border-line py-3">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <p className="font-semibold wrap-anywhere">{change.title}</p>
            <p className="flex flex-wrap gap-2">
              {change.isAssigned && <Badge tone="accent">assigned</Badge>}
              {change.changesGrading && <Badge tone="warn">graded differently</Badge>}
              <Badge>{`${change.kind} ${changeText[change.change]}`}</Badge>
            </p>
          </div>
          <p className="mt-1 text-sm text-soft">{effectOf(change)}</p>
        </li>
      ))}
    </ul>
  );
}

const changeText = { added: 'new', changed: 'changed', deleted: 'removed' } as const;

/** What the change means for the members who have done something there. */
export function effectOf({ kind, change, changesGrading, begun, done }: VersionChange): string {
  if (kind === 'lesson') {
    if (begun === 0) return 'No one in the class has answered its questions yet.';
    const answered = `${counted(begun, 'learner')} ${begun === 1 ? 'has' : 'have'} answered questions of it`;
    return change === 'deleted'
      ? `${answered}. The answers stay, and the lesson disappears.`
      : `${answered}. Answers to questions that stay are kept.`;
  }
  const isLab = kind === 'lab';
  if (begun + done === 0)
    return isLab
      ? 'No one in the class has done a step of it yet.'
      : 'No one in the class has submitted anything for it yet.';
  const counts = [
    begun > 0 && `${counted(begun, 'learner')} ${begun === 1 ? 'is' : 'are'} in the middle of it`,
    done > 0 && `${done} ${done === 1 ? 'has' : 'have'} ${isLab ? 'done all its steps' : 'passed'}`,
  ].filter(Boolean);
  if (isLab)
    return change === 'deleted'
      ? `${counts.join(', ')}. The lab disappears.`
      : `${counts.join(', ')}. Steps that they have done stay done.`;
  const effect = {
    added: '',
    deleted: ' What they submitted and their grades stay, and the exercise disappears.',
    changed: changesGrading
      ? ' Their next run is graded by the new version. Earlier results stay; a regrade can judge them again.'
      : ' Only texts are different.',
  }[change];
  return `${counts.join(', ')}.${effect}`;
}
