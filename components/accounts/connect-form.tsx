'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { CurrentPasswordField } from './current-password-field.tsx';

interface Props {
  submit: string;
  action: FormAction;
}

/** Connects the account in use with a school or an LMS, for someone who knows its password. */
export function ConnectForm({ submit, action }: Props) {
  return (
    <Form action={action} submit={submit} look="secondary">
      {({ problems }) => <CurrentPasswordField problem={problems?.current} />}
    </Form>
  );
}
