'use client';

import type { FormAction, ReportToFix } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';

/** Closes a report as fixed by a save or a version. */
export function FixForm({ saves, action }: { saves: ReportToFix['saves']; action: FormAction }) {
  return (
    <Form action={action} submit="Close as fixed" look="secondary">
      {({ values, problems }) => (
        <SelectField
          label="Fixed by"
          name="commit"
          defaultValue={values?.commit ?? saves[0]?.commit}
          problem={problems?.commit}
          options={saves.map(({ commit, text }) => ({ value: commit, text }))}
        />
      )}
    </Form>
  );
}
