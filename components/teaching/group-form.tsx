'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { useId } from 'react';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  group: string | undefined;
  /** Names that are in use. */
  groups: readonly string[];
  action: FormAction;
}

/** Puts one learner into a group. */
export function GroupForm({ group, groups, action }: Props) {
  const list = useId();
  return (
    <Form action={action} submit="Save the group" look="secondary">
      {({ values, problems }) => (
        <>
          <TextField
            label="Group"
            name="group"
            list={list}
            autoComplete="off"
            hint="A group can get a later deadline. Empty: no group."
            defaultValue={values?.group ?? group}
            problem={problems?.group}
          />
          <datalist id={list}>
            {groups.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </datalist>
        </>
      )}
    </Form>
  );
}
