'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

export function SignInForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Sign in">
      {({ values, problems }) => (
        <>
          <TextField
            label="E-mail"
            name="email"
            type="email"
            autoComplete="username"
            required
            defaultValue={values?.email}
            problem={problems?.email}
          />
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
