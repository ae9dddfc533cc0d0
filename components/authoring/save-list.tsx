import type { DraftTree } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { UtcTime } from './utc-time.tsx';

interface Props {
  history: DraftTree['history'];
  isBusy: boolean;
  onTakeBack(commit: string): void;
}

/** The newest saves, each with a button that takes back what it changed. */
export function SaveList({ history, isBusy, onTakeBack }: Props) {
  return (
    <ol className="border-b border-line">
      {history.map(({ id, by, at, subject }) => (
        <li
          key={id}
          className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line py-2"
        >
          <div className="min-w-0">
            <p className="wrap-anywhere">{subject}</p>
            <p className="text-sm text-soft">
              {by}, <UtcTime at={at} />
            </p>
          </div>
          <Button look="quiet" aria-disabled={isBusy} onClick={() => onTakeBack(id)}>
            Take back<span className="sr-only">: {subject}</span>
          </Button>
        </li>
      ))}
    </ol>
  );
}
