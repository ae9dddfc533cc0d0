'use client';

import type { FormState, NewPasskeyState } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { useHydrated } from '@/components/ui/use-hydrated.ts';
import { CodeField } from './code-field.tsx';
import { CurrentPasswordField } from './current-password-field.tsx';
import { knowsPasskeys, makePasskey } from './passkey-dialog.ts';

interface Props {
  /** What the passkey is called unless the owner changes it. */
  deviceName: string;
  /** Whether signing in asks for a code. */
  hasSecondFactor: boolean;
  start(before: FormState, form: FormData): Promise<NewPasskeyState>;
  finish(answer: unknown, form: FormData): Promise<FormState>;
}

/** Has the browser make a passkey for the account. */
export function NewPasskeyForm({ deviceName, hasSecondFactor, start, finish }: Props) {
  const isHydrated = useHydrated();
  if (isHydrated && !knowsPasskeys())
    return <p className="text-soft">This browser cannot make passkeys. A newer one can.</p>;
  return (
    <Form
      submit="Add a passkey"
      look="secondary"
      action={async (before, form) => {
        const { creation, ...started } = await start(before, form);
        if (creation === undefined) return started;
        const made = await makePasskey(creation);
        return 'message' in made ? { ...started, ...made } : finish(made.answer, form);
      }}
    >
      {({ values, problems }) => (
        <>
          <TextField
            label="Name"
            name="name"
            hint="By which you will recognise the device."
            defaultValue={values?.name ?? deviceName}
            problem={problems?.name}
          />
          <CurrentPasswordField problem={problems?.current} />
          {hasSecondFactor && <CodeField hint="From your app, or a backup code." problem={problems?.code} />}
        </>
      )}
    </Form>
  );
}
