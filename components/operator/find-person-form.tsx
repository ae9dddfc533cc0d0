'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

export function FindPersonForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Find">
      {({ values, problems }) => (
        <TextField
          label="E-mail address of the account"
          name="email"
          type="email"
          autoComplete="off"
          required
          defaultValue={values?.email}
          problem={problems?.email}
        />
      )}
    </Form>
  );
}
