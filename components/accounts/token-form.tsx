'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { LinkToShare } from '@/components/ui/link-to-share.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

/** Makes a token for a program, and shows it once. */
export function TokenForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Make a token" look="secondary">
      {({ values, problems, token }) => (
        <>
          <TextField
            label="What it is for"
            name="name"
            hint="It works for a year. Use one for each program."
            defaultValue={values?.name}
            problem={problems?.name}
          />
          {token !== undefined && <LinkToShare address={token} what="the token" />}
        </>
      )}
    </Form>
  );
}
