'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Form } from '@/components/ui/form.tsx';

/** Leaves a class, after saying what that means. */
export function LeaveForm({ action }: { action: FormAction }) {
  return (
    <Disclosure summary="Leave this class">
      <div className="max-w-measure">
        <p className="mb-4 text-sm text-soft">
          You no longer have deadlines here, and the staff no longer see your name or your work. All your work
          stays yours. If you join again with a link, they see it again.
        </p>
        <Form action={action} submit="Leave the class" look="secondary">
          {() => null}
        </Form>
      </div>
    </Disclosure>
  );
}
