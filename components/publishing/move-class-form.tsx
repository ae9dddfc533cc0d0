'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';

interface Props {
  /** Null for the newest version. */
  to: number | null;
  action: FormAction;
}

/** Moves a class, after its teacher has seen what changes. */
export function MoveClassForm({ to, action }: Props) {
  return (
    <div className="mt-6">
      <Form
        action={action}
        submit={to === null ? 'Follow the newest version' : `Move the class to version ${to}`}
      >
        {() => <input type="hidden" name="to" value={to ?? 'newest'} />}
      </Form>
      <p className="mt-2 max-w-measure text-sm text-soft">
        Grades stay as they are, and runs that are waiting are graded by the version for which they were
        submitted. You can move the class back at any time.
      </p>
    </div>
  );
}
