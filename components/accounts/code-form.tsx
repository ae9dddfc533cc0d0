'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { CodeField } from './code-field.tsx';

/** The second step of signing in. */
export function CodeForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Sign in">
      {({ problems }) => (
        <CodeField
          hint="Six digits from your authenticator app, or a backup code."
          problem={problems?.code}
        />
      )}
    </Form>
  );
}
