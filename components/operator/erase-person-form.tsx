'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

export function ErasePersonForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Erase this person" look="secondary">
      {({ values, problems }) => (
        <TextField
          label="E-mail address of this account"
          name="email"
          type="email"
          autoComplete="off"
          required
          hint="Type it, so that no one is erased by mistake."
          defaultValue={values?.email}
          problem={problems?.email}
        />
      )}
    </Form>
  );
}
