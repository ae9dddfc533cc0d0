import { diffLines } from 'diff';
import { Button } from '@/components/ui/button.tsx';

interface Props {
  /** The text that someone else saved; undefined if the file is deleted or no text. */
  theirs: string | undefined;
  mine: string;
  onChoose(choice: 'mine' | 'theirs'): void;
}

/**
 * Says that someone else saved the open file, and what differs. Nothing is lost by either choice before
 * saving.
 */
export function ConflictPanel({ theirs, mine, onChoose }: Props) {
  return (
    <section aria-label="Conflict" className="draft-conflict">
      <p className="font-semibold">
        {theirs === undefined
          ? 'Someone else deleted this file while you were writing.'
          : 'Someone else saved this file while you were writing.'}
      </p>
      {theirs !== undefined && (
        <pre className="draft-diff">
          {diffLines(theirs, mine).flatMap(({ added, removed, value }, index) =>
            added || removed
              ? value
                  .replace(/\n$/, '')
                  .split('\n')
                  .map((line, place) => (
                    // Lines have no identity other than their position.
                    // oxlint-disable-next-line react/no-array-index-key
                    <span key={`${index}.${place}`} className={added ? 'draft-mine' : 'draft-theirs'}>
                      {added ? '+ ' : '− '}
                      {line}
                      {'\n'}
                    </span>
                  ))
              : [],
          )}
        </pre>
      )}
      <p className="text-sm text-soft">Lines with − are theirs, lines with + are yours.</p>
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => onChoose('mine')}>Keep mine, then save again</Button>
        <Button look="quiet" onClick={() => onChoose('theirs')}>
          {theirs === undefined ? 'Drop what I typed' : 'Take theirs'}
        </Button>
      </div>
    </section>
  );
}
