'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';

/** A single button that accepts an offer. */
export function AcceptForm({ submit, action }: { submit: string; action: FormAction }) {
  return (
    <Form action={action} submit={submit}>
      {() => null}
    </Form>
  );
}
