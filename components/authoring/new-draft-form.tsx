'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

/** Begins a draft from the newest content. */
export function NewDraftForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Begin the draft">
      {({ problems, values }) => (
        <TextField
          name="name"
          label="Name"
          hint="What it is about, such as “Shorter cache lesson”."
          problem={problems?.name}
          defaultValue={values?.name}
          maxLength={40}
          autoComplete="off"
          required
        />
      )}
    </Form>
  );
}
