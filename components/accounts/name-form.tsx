'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

export function NameForm({ name, action }: { name: string; action: FormAction }) {
  return (
    <Form action={action} submit="Save" look="secondary">
      {({ values, problems }) => (
        <TextField
          label="Name"
          name="name"
          autoComplete="name"
          required
          hint="Shown to the teachers of your classes, and to no one else."
          defaultValue={values?.name ?? name}
          problem={problems?.name}
        />
      )}
    </Form>
  );
}
