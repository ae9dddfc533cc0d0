'use client';

import type { FormAction, TaughtCohort } from '@dfm/contracts/page-data';
import { CheckField } from '@/components/ui/check-field.tsx';
import { Form } from '@/components/ui/form.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { TimeZoneField } from './time-zone-field.tsx';

interface Props {
  action: FormAction;
  zones: readonly string[];
  /** The classes that the course already has. */
  cohorts: readonly TaughtCohort[];
}

/** Creates another class of a course. */
export function NewCohortForm({ action, zones, cohorts }: Props) {
  return (
    <Form action={action} submit="Create class" look="secondary">
      {({ values, problems }) => (
        <>
          <TextField
            label="Class name"
            name="name"
            required
            defaultValue={values?.name}
            problem={problems?.name}
          />
          <TimeZoneField zones={zones} defaultValue={values?.timeZone} problem={problems?.timeZone} />
          {cohorts.length === 0 ? (
            <input type="hidden" name="copy" value="" />
          ) : (
            <>
              <SelectField
                label="Start with the assignments and grading rules of"
                name="copy"
                defaultValue={values?.copy ?? ''}
                options={[
                  { value: '', text: 'no class: start empty' },
                  ...cohorts.map(({ id, name }) => ({ value: id, text: name })),
                ]}
                hint="Learners are not copied."
                problem={problems?.copy}
              />
              <CheckField
                label="Copy the deadlines too"
                name="deadlines"
                defaultChecked={values?.deadlines !== undefined}
                hint="For a class that runs in parallel. Exams are copied only with their times."
              />
            </>
          )}
        </>
      )}
    </Form>
  );
}
