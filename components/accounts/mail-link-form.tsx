'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { EmailField } from './email-field.tsx';

/** Has a link sent with which one signs in or chooses a new password. */
export function MailLinkForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Send me a link" look="secondary">
      {({ values, problems }) => <EmailField values={values} problems={problems} />}
    </Form>
  );
}
