'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { LinkToShare } from '@/components/ui/link-to-share.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';
import { roleOptions } from './staff-roles.ts';

/** Makes a link for new staff, and shows it once. */
export function InviteStaff({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Make a link" look="secondary">
      {({ values, problems, link }) => (
        <>
          <SelectField
            label="Role"
            name="role"
            defaultValue={values?.role ?? 'assistant'}
            options={roleOptions}
            hint="The link works once, within 7 days, for anyone who opens it. Send it only to the person it is for."
            problem={problems?.role}
          />
          {link !== undefined && <LinkToShare address={link} what="the link for new staff" />}
        </>
      )}
    </Form>
  );
}
