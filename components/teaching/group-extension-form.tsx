'use client';

import type { ExtendableWork, FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  work: readonly ExtendableWork[];
  groups: readonly string[];
  action: FormAction;
}

/** Gives a group a later deadline. */
export function GroupExtensionForm({ work, groups, action }: Props) {
  return (
    <Form action={action} submit="Extend for the group" look="secondary">
      {({ values, problems }) => (
        <>
          <SelectField
            label="Group"
            name="group"
            options={groups.map((group) => ({ value: group, text: group }))}
            defaultValue={values?.group}
            problem={problems?.group}
          />
          <SelectField
            label="Work"
            name="work"
            options={work.map(({ key, title, due }) => ({
              value: key,
              text: `${title}, ${due}`,
            }))}
            defaultValue={values?.work}
            problem={problems?.work}
          />
          <TextField
            label="New deadline"
            name="until"
            type="datetime-local"
            hint="In the time zone of the class."
            defaultValue={values?.until}
            problem={problems?.until}
          />
          <TextField
            label="Reason"
            name="reason"
            hint="The learners see it."
            defaultValue={values?.reason}
            problem={problems?.reason}
          />
        </>
      )}
    </Form>
  );
}
