import type { PublishingView } from '@dfm/contracts/page-data';
import { visibleText } from '@dfm/contracts/visible-text';

const changeText = { added: 'new', changed: 'changed', deleted: 'deleted' } as const;

/** The files that a version changes. */
export function ChangedPaths({ changes }: Pick<PublishingView, 'changes'>) {
  if (changes.length === 0)
    return <p className="mt-2 text-soft">Nothing: the draft is the same as what learners see.</p>;
  return (
    <ul className="mt-2 max-h-80 overflow-y-auto border-y border-line py-1 text-sm">
      {changes.map(({ path, change }) => (
        <li key={path} className="flex justify-between gap-4 py-0.5">
          <span className="min-w-0 wrap-anywhere">{visibleText(path)}</span>
          <span className="text-faint">{changeText[change]}</span>
        </li>
      ))}
    </ul>
  );
}
