import type { Side } from '@dfm/content-store/hunks';
import type { MergeConflict } from '@dfm/contracts/page-data';
import { visibleText } from '@dfm/contracts/visible-text';
import { useId } from 'react';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { markedSides } from './marked-sides.ts';
import { choicesOf, type Choice } from './merge-decisions.ts';

interface Props {
  version: number;
  conflict: Extract<MergeConflict, { kind: 'text' }>;
  sides: Readonly<Record<string, Side>>;
  onSides(sides: Readonly<Record<string, Side>>): void;
}

/** Lines of context next to a place that both sides changed. */
const CONTEXT = 3;

/** A text with the places that both sides changed, each with a choice. */
export function ConflictText({ version, conflict, sides, onSides }: Props) {
  const choices = choicesOf(conflict);
  let next = 0;
  return conflict.hunks.map((hunk, index) => {
    // Hunks have no identity other than their position.
    const key = `${conflict.id}:${index}`;
    if (hunk.kind === 'same')
      return (
        <Context
          key={key}
          text={hunk.text}
          isFirst={index === 0}
          isLast={index === conflict.hunks.length - 1}
        />
      );
    const choice = choices[next++]!;
    return (
      <HunkChoice
        key={key}
        choice={choice}
        title={choices.length === 1 ? 'Changed by both' : `Changed by both, ${next} of ${choices.length}`}
        version={version}
        side={sides[choice.key]}
        onSide={(side) => onSides({ ...sides, [choice.key]: side })}
      />
    );
  });
}

interface HunkProps {
  choice: Choice;
  title: string;
  version: number;
  side: Side | undefined;
  onSide(side: Side): void;
}

function HunkChoice({ choice: { hunk }, title, version, side, onSide }: HunkProps) {
  const group = useId();
  const { ours, theirs } = markedSides(hunk.ours, hunk.theirs);
  const labels: Record<Side, string> = {
    ours: 'This draft',
    theirs: `Version ${version}`,
    'ours then theirs': `Both, this draft first`,
    'theirs then ours': `Both, version ${version} first`,
  };
  return (
    <fieldset className="merge-hunk">
      <legend className="px-1 text-sm font-semibold">{title}</legend>
      <div className="merge-sides">
        <SideText name={labels.ours} lines={ours} />
        <SideText name={labels.theirs} lines={theirs} />
      </div>
      <Disclosure summary="Before both changes">
        <pre className="merge-text">{hunk.base === '' ? 'Nothing was here.' : visibleText(hunk.base)}</pre>
      </Disclosure>
      <div className="segments mt-2">
        {(Object.keys(labels) as Side[]).map((value) => (
          <label key={value}>
            <input
              type="radio"
              name={group}
              className="sr-only"
              checked={side === value}
              onChange={() => onSide(value)}
            />
            <span>{labels[value]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function SideText({ name, lines }: { name: string; lines: ReturnType<typeof markedSides>['ours'] }) {
  return (
    <div className="min-w-0">
      <p className="text-sm text-soft">{name}</p>
      <pre className="merge-text">
        {lines.length === 0 && <span className="text-soft">These lines are deleted.</span>}
        {lines.map((segments, index) => (
          // Lines have no identity other than their position.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index}>
            {segments.map(({ text, isChanged }, at) =>
              isChanged ? (
                // oxlint-disable-next-line react/no-array-index-key
                <mark key={at}>{visibleText(text)}</mark>
              ) : (
                visibleText(text)
              ),
            )}
            {'\n'}
          </span>
        ))}
      </pre>
    </div>
  );
}

/** The lines around a conflict, without those in the middle. */
function Context({ text, isFirst, isLast }: { text: string; isFirst: boolean; isLast: boolean }) {
  const lines = text.replace(/\n$/, '').split('\n');
  const before = isFirst ? [] : lines.slice(0, CONTEXT);
  const after = isLast ? [] : lines.slice(Math.max(before.length, lines.length - CONTEXT));
  const left = lines.length - before.length - after.length;
  return (
    <pre className="merge-text text-soft">
      {before.map((line) => `${visibleText(line)}\n`)}
      {left > 0 && <span className="text-faint">{`… ${left === 1 ? '1 line' : `${left} lines`} …\n`}</span>}
      {after.map((line) => `${visibleText(line)}\n`)}
    </pre>
  );
}
