'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { OwnerField } from './owner-field.tsx';

interface Props {
  /** Of the school. */
  name: string;
  hasPassword: boolean;
  action: FormAction;
}

/** Leads to the page of a school, after which an account is connected with it. */
export function ConnectSchoolForm({ name, hasPassword, action }: Props) {
  return (
    <Form action={action} submit={`Continue to ${name}`} look="secondary">
      {({ problems }) => <OwnerField hasPassword={hasPassword} problem={problems?.current} />}
    </Form>
  );
}
