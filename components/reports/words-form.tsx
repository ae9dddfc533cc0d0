'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';

interface Props {
  action: FormAction;
  label: string;
  submit: string;
}

/** Writes something about a report. */
export function WordsForm({ action, label, submit }: Props) {
  return (
    <Form action={action} submit={submit} look="secondary">
      {({ values, problems }) => (
        <TextArea label={label} name="text" required defaultValue={values?.text} problem={problems?.text} />
      )}
    </Form>
  );
}
