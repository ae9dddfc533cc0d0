'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { CurrentPasswordField } from './current-password-field.tsx';

interface Props {
  /** Without one, the e-mail address is typed instead. */
  hasPassword: boolean;
  action: FormAction;
}

export function DeleteAccountForm({ hasPassword, action }: Props) {
  return (
    <Form action={action} submit="Delete my account and my work" look="secondary">
      {({ problems }) =>
        hasPassword ? (
          <CurrentPasswordField problem={problems?.current} />
        ) : (
          <TextField
            label="E-mail address of this account"
            name="current"
            type="email"
            autoComplete="off"
            required
            hint="Type it, so that the account is not deleted by mistake."
            problem={problems?.current}
          />
        )
      }
    </Form>
  );
}
