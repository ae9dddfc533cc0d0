'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { CurrentPasswordField } from './current-password-field.tsx';

export function DeleteAccountForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Delete my account and my work" look="secondary">
      {({ problems }) => <CurrentPasswordField problem={problems?.current} />}
    </Form>
  );
}
