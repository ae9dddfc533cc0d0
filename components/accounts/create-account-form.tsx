'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { EmailField } from './email-field.tsx';
import { NewPasswordField } from './new-password-field.tsx';

export function CreateAccountForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Create account">
      {({ values, problems }) => (
        <>
          <TextField
            label="Name"
            name="name"
            autoComplete="name"
            required
            hint="Shown to the teachers of the classes you join, and to no one else."
            defaultValue={values?.name}
            problem={problems?.name}
          />
          <EmailField values={values} problems={problems} />
          <NewPasswordField problem={problems?.password} />
        </>
      )}
    </Form>
  );
}
