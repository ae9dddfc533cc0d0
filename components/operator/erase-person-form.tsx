'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { AddressToConfirm } from './address-to-confirm.tsx';

export function ErasePersonForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Erase this person" look="secondary">
      {({ values, problems }) => (
        <AddressToConfirm
          hint="Type it, so that no one is erased by mistake."
          value={values?.email}
          problem={problems?.email}
        />
      )}
    </Form>
  );
}
