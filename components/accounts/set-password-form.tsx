'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { NewPasswordField } from './new-password-field.tsx';

export function SetPasswordForm({ email, action }: { email: string; action: FormAction }) {
  return (
    <Form action={action} submit="Set password">
      {({ problems }) => (
        <>
          {/* So that a password manager stores the password with its account. */}
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <NewPasswordField problem={problems?.password} />
        </>
      )}
    </Form>
  );
}
