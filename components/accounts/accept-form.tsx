'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';

interface Props {
  submit: string;
  look?: 'primary' | 'secondary';
  action: FormAction;
}

/** A single button that accepts an offer. */
export function AcceptForm({ submit, look, action }: Props) {
  return (
    <Form action={action} submit={submit} look={look}>
      {() => null}
    </Form>
  );
}
