'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { EmailField } from './email-field.tsx';

export function SignInForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Sign in">
      {({ values, problems }) => (
        <>
          <EmailField values={values} problems={problems} />
          <TextField
            label="Password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            problem={problems?.password}
          />
        </>
      )}
    </Form>
  );
}
