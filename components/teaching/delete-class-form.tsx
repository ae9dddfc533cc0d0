'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

/** Deletes a class after its name was typed. */
export function DeleteClassForm({ name, action }: { name: string; action: FormAction }) {
  return (
    <Form action={action} submit="Delete this class" look="secondary">
      {({ values, problems }) => (
        <TextField
          label={`Type “${name}” to delete it`}
          name="name"
          required
          autoComplete="off"
          defaultValue={values?.name}
          problem={problems?.name}
        />
      )}
    </Form>
  );
}
