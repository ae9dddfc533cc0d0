'use client';

import type { FormAction, RegradeState } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { ListForm } from '@/components/ui/list-form.tsx';

/** What happens when a button is pressed. */
const decisions = {
  apply: {
    label: 'Apply',
    look: 'primary',
    effect:
      'All new results count from then on. Learners see them with what was corrected. You can revert this.',
  },
  discard: {
    label: 'Discard',
    look: 'secondary',
    effect: 'Nothing changes, and what is still to be built is dropped.',
  },
  revert: {
    label: 'Revert',
    look: 'secondary',
    effect: 'What counted before counts again, exactly as it was.',
  },
} as const;

const possible = {
  judging: ['discard'],
  ready: ['apply', 'discard'],
  applied: ['revert'],
  reverted: [],
  discarded: [],
} as const satisfies Record<RegradeState, readonly (keyof typeof decisions)[]>;

interface Props {
  state: RegradeState;
  /** Undefined for staff who may not decide. */
  action: FormAction | undefined;
}

/** The buttons that decide about a regrade as one. */
export function RegradeDecision({ state, action }: Props) {
  if (action === undefined)
    return possible[state].length === 0 ? null : (
      <p className="mt-6 text-sm text-soft">An instructor decides about it.</p>
    );
  return (
    <div className="mt-6 max-w-measure">
      <ListForm action={action}>
        <ul className="grid gap-3">
          {possible[state].map((name) => (
            <li key={name} className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <Button type="submit" name="do" value={name} look={decisions[name].look}>
                {decisions[name].label}
              </Button>
              <span className="min-w-0 flex-1 basis-56 text-sm text-soft">{decisions[name].effect}</span>
            </li>
          ))}
        </ul>
      </ListForm>
    </div>
  );
}
