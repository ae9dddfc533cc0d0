'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { CheckField } from '@/components/ui/check-field.tsx';
import { Form } from '@/components/ui/form.tsx';
import { LinkToShare } from '@/components/ui/link-to-share.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  action: FormAction;
  /** Whether the account may write the content. */
  mayPush: boolean;
}

/** Makes a token for a program, and shows it once. */
export function TokenForm({ action, mayPush }: Props) {
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
          {mayPush && (
            <CheckField
              name="mayPush"
              label="git can push drafts of the content with it"
              defaultChecked={values?.mayPush === 'on'}
            />
          )}
          {token !== undefined && <LinkToShare address={token} what="the token" />}
        </>
      )}
    </Form>
  );
}
