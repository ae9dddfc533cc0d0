'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { AddressToConfirm } from './address-to-confirm.tsx';

export function ResetSecondFactorForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Turn off the second factor" look="secondary">
      {({ values, problems }) => (
        <AddressToConfirm
          hint="Type it, so that it is not turned off for someone else by mistake."
          value={values?.email}
          problem={problems?.email}
        />
      )}
    </Form>
  );
}
