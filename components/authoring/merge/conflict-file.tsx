import type { MergeConflict } from '@dfm/contracts/page-data';
import { formatBytes } from '@dfm/contracts/quantity';
import { useId } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { CheckField } from '@/components/ui/check-field.tsx';
import { counted } from '@/components/ui/counted.ts';
import { ConflictText } from './conflict-text.tsx';
import { EditedResult } from './edited-result.tsx';
import { type Decision, leftIn, textSoFar, wholly } from './merge-decisions.ts';

interface Props {
  draft: string;
  /** Number of the newest version. */
  version: number;
  conflict: MergeConflict;
  decision: Decision | undefined;
  onDecide(decision: Decision): void;
}

/** A file that both sides changed, with the decisions that it needs. */
export function ConflictFile({ draft, version, conflict, decision, onDecide }: Props) {
  const id = useId();
  const left = leftIn(conflict, decision);
  const text = textSoFar(conflict, decision);
  const edited = decision?.edited;
  return (
    <section aria-labelledby={id} className="mt-10" data-left={left > 0 ? '' : undefined}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={id} className="font-mono font-semibold wrap-anywhere">
          {conflict.path}
        </h2>
        <p className="text-sm text-soft">{left > 0 ? `${counted(left, 'decision')} left` : 'decided'}</p>
      </div>
      {edited ? (
        <EditedResult
          path={conflict.path}
          text={edited.text}
          isOutdated={edited.id !== conflict.id}
          onText={(typed) => onDecide({ ...decision, edited: { text: typed, id: conflict.id } })}
          onDrop={() => onDecide({ ...decision, edited: undefined })}
        />
      ) : (
        <>
          {conflict.kind === 'text' ? (
            <ConflictText
              version={version}
              conflict={conflict}
              sides={decision?.sides ?? {}}
              onSides={(sides) => onDecide({ ...decision, sides })}
            />
          ) : (
            <WholeFile {...{ draft, version, conflict, decision, onDecide }} />
          )}
          <div className="mt-3 flex flex-wrap gap-2">
            {conflict.kind === 'text' && (
              <>
                <Button look="quiet" onClick={() => onDecide(wholly(conflict, 'ours'))}>
                  This draft everywhere<span className="sr-only"> in {conflict.path}</span>
                </Button>
                <Button look="quiet" onClick={() => onDecide(wholly(conflict, 'theirs'))}>
                  Version {version} everywhere<span className="sr-only"> in {conflict.path}</span>
                </Button>
              </>
            )}
            {text !== undefined && (
              <Button
                look="quiet"
                onClick={() => onDecide({ ...decision, edited: { text, id: conflict.id } })}
              >
                Edit the result<span className="sr-only"> of {conflict.path}</span>
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  );
}

type Whole = Exclude<MergeConflict, { kind: 'text' }>;

/** Two choices: the file of one side, or of the other. */
function WholeFile({ draft, version, conflict, decision, onDecide }: Props & { conflict: Whole }) {
  const group = useId();
  const file = `/teach/content/${encodeURIComponent(draft)}/file?${new URLSearchParams({ path: conflict.path })}`;
  const existing = conflict.kind === 'binary' ? undefined : conflict.by === 'ours' ? 'theirs' : 'ours';
  const whole = decision?.whole?.id === conflict.id ? decision.whole.side : undefined;
  return (
    <fieldset className="mt-2 grid gap-2">
      <legend className="mb-2 text-soft">
        {conflict.kind === 'binary'
          ? 'Both sides changed this file, and it is no text.'
          : conflict.by === 'ours'
            ? `This draft deleted the file, and version ${version} changed it.`
            : `Version ${version} deleted the file, and this draft changed it.`}
      </legend>
      {(['ours', 'theirs'] as const).map((side) => (
        <CheckField
          key={side}
          type="radio"
          name={group}
          checked={whole === side}
          onChange={() => onDecide({ ...decision, whole: { side, id: conflict.id } })}
          label={labelOf(conflict, side, version)}
          hint={
            (existing === undefined || existing === side) && (
              <a
                className="text-accent underline underline-offset-2"
                href={side === 'ours' ? file : `${file}&of=newest`}
              >
                Download it
              </a>
            )
          }
        />
      ))}
    </fieldset>
  );
}

function labelOf(conflict: Whole, side: 'ours' | 'theirs', version: number): string {
  const whose = side === 'ours' ? 'of this draft' : `of version ${version}`;
  if (conflict.kind === 'binary') return `The file ${whose} (${formatBytes(conflict[side])})`;
  return conflict.by === side ? 'Delete it' : `Keep the file ${whose}`;
}
