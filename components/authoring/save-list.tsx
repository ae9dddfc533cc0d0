import { hrefTo } from '@dfm/contracts/page-addresses';
import type { SaveHead } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Moment } from '@/components/ui/moment.tsx';

interface Props {
  draft: string;
  /** If the saves are those of one file. */
  path?: string;
  history: readonly SaveHead[];
  isBusy?: boolean;
  /** Without it, saves cannot be taken back here. */
  onTakeBack?(commit: string): void;
}

/** Saves, each with a link to what it changed, and a button that takes it back. */
export function SaveList({ draft, path, history, isBusy, onTakeBack }: Props) {
  const query = path === undefined ? '' : `?${new URLSearchParams({ file: path })}`;
  return (
    <ol className="border-b border-line">
      {history.map(({ id, by, at, subject }) => (
        <li
          key={id}
          className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line py-2"
        >
          <div className="min-w-0">
            <p className="wrap-anywhere">
              <Link
                href={`${hrefTo('draftSave', draft, id)}${query}`}
                className="hover:text-accent hover:underline"
              >
                {subject}
              </Link>
            </p>
            <p className="text-sm text-soft">
              {by}, <Moment at={at} />
            </p>
          </div>
          {onTakeBack && (
            <Button look="quiet" aria-disabled={isBusy} onClick={() => onTakeBack(id)}>
              Take back<span className="sr-only">: {subject}</span>
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}
