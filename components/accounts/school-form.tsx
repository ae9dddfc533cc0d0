'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';

/** A single button that leads to the page of a school. */
export function SchoolForm({ submit, action }: { submit: string; action: FormAction }) {
  return (
    <Form action={action} submit={submit} look="secondary">
      {() => null}
    </Form>
  );
}
