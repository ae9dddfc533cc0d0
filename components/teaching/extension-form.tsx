'use client';

import type { FormAction, MemberWork } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { WorkFields } from './work-fields.tsx';

/** Gives one learner a later deadline. */
export function ExtensionForm({ item, action }: { item: MemberWork; action: FormAction }) {
  return (
    <Form action={action} submit="Save the extension" look="secondary">
      {({ values, problems }) => (
        <>
          <WorkFields item={item} />
          <TextField
            label="New deadline"
            name="until"
            type="datetime-local"
            hint="In the time zone of the class. Leave it empty to take an extension back."
            defaultValue={values?.until ?? item.due}
            problem={problems?.until}
          />
          <TextField
            label="Reason"
            name="reason"
            hint="The learner sees it."
            defaultValue={values?.reason ?? item.extension?.reason}
            problem={problems?.reason}
          />
        </>
      )}
    </Form>
  );
}
