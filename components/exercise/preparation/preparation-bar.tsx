import { CircleAlert, Hourglass } from 'lucide-react';
import type { PreparationView } from '@dfm/contracts';
import { preparationWords, waitingWords } from './preparation-words.ts';

interface Props {
  preparation: PreparationView | undefined;
  /** Something was being prepared when the page was made. */
  wasPreparing: boolean;
}

/** Above the panes: what is being prepared, read out as it changes. It is there from the start, so that changes are announced. */
export function PreparationBar({ preparation, wasPreparing }: Props) {
  const failed = preparation?.failure !== undefined;
  const Icon = failed ? CircleAlert : Hourglass;
  return (
    <div role="status" aria-live="polite" aria-label="Preparation of the sandboxes">
      {preparation !== undefined && (
        <div className={`flex gap-2.5 border-b border-line px-4 py-2 text-sm sm:px-6 ${failed ? 'bg-warn-soft' : 'bg-accent-soft'}`}>
          <Icon aria-hidden size={16} className="mt-0.5 shrink-0" />
          <p className="min-w-0 wrap-anywhere tabular-nums">
            {preparationWords(preparation)} <span className="text-soft">{waitingWords(preparation)}</span>
          </p>
        </div>
      )}
      {preparation === undefined && wasPreparing && <p className="sr-only">The sandboxes are ready. Runs begin at once.</p>}
    </div>
  );
}
