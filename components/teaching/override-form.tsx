'use client';

import type { FormAction, MemberWork } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { WorkFields } from './work-fields.tsx';

/** Decides on the points of one learner. */
export function OverrideForm({ item, action }: { item: MemberWork; action: FormAction }) {
  return (
    <Form action={action} submit="Save the points" look="secondary">
      {({ values, problems }) => (
        <>
          <WorkFields item={item} />
          <TextField
            label="Points"
            name="points"
            inputMode="decimal"
            hint="0 to 100. Leave it empty to let the attempts count again."
            defaultValue={values?.points ?? item.override?.points}
            problem={problems?.points}
          />
          <TextField
            label="Reason"
            name="reason"
            hint="The learner sees it, with your name."
            defaultValue={values?.reason ?? item.override?.reason}
            problem={problems?.reason}
          />
        </>
      )}
    </Form>
  );
}
