'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';

export function JoinForm({ action, name }: { action: FormAction; name: string }) {
  return (
    <Form action={action} submit={`Join ${name}`}>
      {() => null}
    </Form>
  );
}
