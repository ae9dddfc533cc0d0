'use client';

import type { ClassChoice, FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';

interface Props {
  classes: readonly ClassChoice[];
  /** ID of the class that belongs to the course of the LMS now. */
  present?: string;
  /** Whether no class may belong to it. */
  mayBeNone?: boolean;
  submit: string;
  action: FormAction;
}

/** Chooses the class that belongs to a course of an LMS. */
export function ClassForm({ classes, present = '', mayBeNone = false, submit, action }: Props) {
  const none = { value: '', text: mayBeNone ? 'no class' : 'Choose …' };
  return (
    <Form action={action} submit={submit} look={mayBeNone ? 'secondary' : 'primary'}>
      {({ values, problems }) => (
        <SelectField
          label="Class"
          name="cohort"
          options={[none, ...classes.map(({ id, name }) => ({ value: id, text: name }))]}
          defaultValue={values?.cohort ?? present}
          problem={problems?.cohort}
        />
      )}
    </Form>
  );
}
