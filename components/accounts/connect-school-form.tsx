'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { CurrentPasswordField } from './current-password-field.tsx';

interface Props {
  /** Of the school. */
  name: string;
  action: FormAction;
}

/** Leads to the page of a school, after which an account is connected with it. */
export function ConnectSchoolForm({ name, action }: Props) {
  return (
    <Form action={action} submit={`Continue to ${name}`} look="secondary">
      {({ problems }) => <CurrentPasswordField problem={problems?.current} />}
    </Form>
  );
}
