'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { CurrentPasswordField } from './current-password-field.tsx';
import { NewPasswordField } from './new-password-field.tsx';

export function ChangePasswordForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Change password" look="secondary">
      {({ problems }) => (
        <>
          <CurrentPasswordField problem={problems?.current} />
          <NewPasswordField problem={problems?.password} />
        </>
      )}
    </Form>
  );
}
