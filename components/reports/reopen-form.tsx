'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';

/** Opens a report again that was closed by mistake. */
export function ReopenForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Open it again" look="secondary">
      {() => null}
    </Form>
  );
}
