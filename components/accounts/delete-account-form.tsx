'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { OwnerField } from './owner-field.tsx';

export function DeleteAccountForm({ hasPassword, action }: { hasPassword: boolean; action: FormAction }) {
  return (
    <Form action={action} submit="Delete my account and my work" look="secondary">
      {({ problems }) => <OwnerField hasPassword={hasPassword} problem={problems?.current} />}
    </Form>
  );
}
