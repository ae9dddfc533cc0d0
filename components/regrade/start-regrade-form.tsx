'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { CheckField } from '@/components/ui/check-field.tsx';
import { Form } from '@/components/ui/form.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  exercises: readonly { slug: string; title: string }[];
  action: FormAction;
}

/** Begins to judge the submissions for an exercise again. */
export function StartRegradeForm({ exercises, action }: Props) {
  return (
    <div className="max-w-md">
      <Form action={action} submit="Show what would change">
        {({ values, problems }) => (
          <>
            <SelectField
              label="Exercise"
              name="exercise"
              options={exercises.map(({ slug, title }) => ({ value: slug, text: title }))}
              defaultValue={values?.exercise}
              problem={problems?.exercise}
            />
            <TextField
              label="What was corrected"
              name="note"
              hint="Learners read it with their new verdict."
              defaultValue={values?.note}
              problem={problems?.note}
            />
            <CheckField
              label="Build everything again"
              name="buildsAll"
              hint="Otherwise a submission is built again only if its new result cannot be computed from what was measured."
              defaultChecked={values?.buildsAll === 'on'}
            />
          </>
        )}
      </Form>
    </div>
  );
}
