'use client';

import type { ClassChoice, ConnectedLms, FormAction, FormState } from '@dfm/contracts/page-data';
import { CheckField } from '@/components/ui/check-field.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Form } from '@/components/ui/form.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

interface Field {
  name: string;
  label: string;
  hint?: string;
  type?: 'url';
}

const nameField: Field = { name: 'name', label: 'Name', hint: 'What your team calls it, such as “Moodle”.' };
const idFields: readonly Field[] = [
  { name: 'issuer', label: 'Issuer', hint: 'Also called platform ID.', type: 'url' },
  { name: 'clientId', label: 'Client ID' },
];
const deploymentField: Field = {
  name: 'deploymentId',
  label: 'Deployment ID',
  hint: 'The LMS has one for each place where this site was added.',
};
const addressFields: readonly Field[] = [
  { name: 'authUrl', label: 'Authentication request URL', type: 'url' },
  { name: 'tokenUrl', label: 'Access token URL', type: 'url' },
  {
    name: 'jwksUrl',
    label: 'Public key set URL',
    hint: 'Of the LMS. This site fetches it now, to check it.',
    type: 'url',
  },
];

export function AddLmsForm({ courses, action }: { courses: readonly ClassChoice[]; action: FormAction }) {
  return (
    <Form action={action} submit="Connect the LMS">
      {(state) => (
        <>
          <SelectField
            label="Course"
            name="course"
            hint="Its instructors manage the connection, and its classes can be opened."
            options={courses.map(({ id, name }) => ({ value: id, text: name }))}
            defaultValue={state.values?.course}
            problem={state.problems?.course}
          />
          <Fields fields={[nameField, ...idFields, deploymentField, ...addressFields]} state={state} />
        </>
      )}
    </Form>
  );
}

export function ChangeLmsForm({ lms, action }: { lms: ConnectedLms; action: FormAction }) {
  return (
    <Form action={action} submit="Save" look="secondary">
      {(state) => <Fields fields={[nameField, ...addressFields]} state={state} present={{ ...lms }} />}
    </Form>
  );
}

export function DeploymentForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Add the deployment" look="secondary">
      {(state) => <Fields fields={[deploymentField]} state={state} />}
    </Form>
  );
}

export function DeleteLmsForm({ lms, action }: { lms: ConnectedLms; action: FormAction }) {
  const { stranded } = lms;
  return (
    <Form action={action} submit="Delete the LMS" look="secondary">
      {() => (
        <>
          <p className="text-soft">
            Its links no longer open, and nobody signs in with it. Accounts, members of classes, submissions
            and grades stay here, and the LMS keeps what it has.
          </p>
          <CheckField
            label={
              stranded === 0
                ? 'No link of this LMS will open'
                : `No link of this LMS will open, and ${counted(stranded, 'account')} will have no way to sign in until an instructor or an admin gives out a link for a password`
            }
            name="confirmed"
          />
        </>
      )}
    </Form>
  );
}

interface FieldsProps {
  fields: readonly Field[];
  state: FormState;
  present?: Readonly<Record<string, unknown>>;
}

function Fields({ fields, state, present = {} }: FieldsProps) {
  return fields.map(({ name, ...field }) => (
    <TextField
      key={name}
      name={name}
      autoComplete="off"
      required
      defaultValue={state.values?.[name] ?? (present[name] as string | undefined)}
      problem={state.problems?.[name]}
      {...field}
    />
  ));
}
