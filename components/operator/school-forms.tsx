'use client';

import type { FormAction, FormState, SchoolForAdmin } from '@dfm/contracts/page-data';
import { CheckField } from '@/components/ui/check-field.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

export function AddSchoolForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} submit="Add the school">
      {(state) => (
        <>
          <NameField state={state} />
          <TextField
            label="Issuer"
            name="issuer"
            type="url"
            required
            hint="The address at which the provider has its discovery document, such as https://login.school.example."
            defaultValue={state.values?.issuer}
            problem={state.problems?.issuer}
          />
          <ClientFields state={state} secretHint="It is stored encrypted." />
        </>
      )}
    </Form>
  );
}

export function ChangeSchoolForm({ school, action }: { school: SchoolForAdmin; action: FormAction }) {
  return (
    <Form action={action} submit="Save" look="secondary">
      {(state) => (
        <>
          <NameField state={state} present={school.name} />
          <ClientFields
            state={state}
            present={school.clientId}
            secretHint="Leave it empty to keep the present one."
          />
        </>
      )}
    </Form>
  );
}

export function DeleteSchoolForm({ stranded, action }: { stranded: number; action: FormAction }) {
  return (
    <Form action={action} submit="Delete the school" look="secondary">
      {() => (
        <CheckField
          label={
            stranded === 0
              ? 'No one will be able to sign in with this school'
              : `${counted(stranded, 'account')} will have no way to sign in until an admin gives out a link for a password`
          }
          name="confirmed"
        />
      )}
    </Form>
  );
}

function NameField({ state, present }: { state: FormState; present?: string }) {
  return (
    <TextField
      label="Name"
      name="name"
      required
      hint="The button says “Continue with” and this name."
      defaultValue={state.values?.name ?? present}
      problem={state.problems?.name}
    />
  );
}

interface ClientProps {
  state: FormState;
  present?: string;
  secretHint: string;
}

function ClientFields({ state, present, secretHint }: ClientProps) {
  return (
    <>
      <TextField
        label="Client ID"
        name="clientId"
        autoComplete="off"
        required
        defaultValue={state.values?.clientId ?? present}
        problem={state.problems?.clientId}
      />
      <TextField
        label="Client secret"
        name="password"
        type="password"
        autoComplete="off"
        hint={secretHint}
        problem={state.problems?.password}
      />
    </>
  );
}
