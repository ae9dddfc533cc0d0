import type { PreparationView } from '@dfm/contracts/browser-api';
import { CircleAlert, Hourglass } from 'lucide-react';
import { preparationText, waitingText } from './preparation-text.ts';

interface Props {
  preparation: PreparationView | undefined;
  /** Something was being prepared when the page was rendered. */
  wasPreparing: boolean;
}

/**
 * Above the panes: what is being prepared. Changes are announced politely, because `output` is a live region,
 * which has to be in the page from the start.
 */
export function PreparationBar({ preparation, wasPreparing }: Props) {
  const failed = preparation?.failure !== undefined;
  const Icon = failed ? CircleAlert : Hourglass;
  return (
    <output aria-label="Preparation of the sandboxes" className="block">
      {preparation !== undefined && (
        <span
          className={`flex gap-2.5 border-b border-line px-4 py-2 text-sm sm:px-6 ${failed ? 'bg-warn-soft' : 'bg-accent-soft'}`}
        >
          <Icon aria-hidden size={16} className="mt-0.5 shrink-0" />
          <span className="min-w-0 wrap-anywhere tabular-nums">
            {preparationText(preparation)} <span className="text-soft">{waitingText(preparation)}</span>
          </span>
        </span>
      )}
      {preparation === undefined && wasPreparing && (
        <span className="sr-only">The sandboxes are ready. Runs start immediately.</span>
      )}
    </output>
  );
}
