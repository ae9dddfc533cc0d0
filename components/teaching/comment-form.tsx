'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  action: FormAction;
  /** What the text is: a question, or an answer. */
  label: string;
}

/** Writes a comment about a run, or about one line of it. */
export function CommentForm({ action, label }: Props) {
  return (
    <Form action={action} submit="Send" look="secondary">
      {({ values, problems }) => (
        <>
          <TextArea label={label} name="text" required defaultValue={values?.text} problem={problems?.text} />
          <TextField
            label="Line"
            name="place"
            placeholder="Dockerfile:7"
            autoComplete="off"
            spellCheck={false}
            hint="File and line that it is about. Empty: the submission as a whole."
            defaultValue={values?.place}
            problem={problems?.place}
            className="max-w-80"
          />
        </>
      )}
    </Form>
  );
}
