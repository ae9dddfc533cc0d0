'use client';

import type { FormState, UsePasskeyState } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';
import { useHydrated } from '@/components/ui/use-hydrated.ts';
import { askForPasskey, knowsPasskeys } from './passkey-dialog.ts';

interface Props {
  start(): Promise<UsePasskeyState>;
  finish(answer: unknown): Promise<FormState>;
}

/** A button that signs in with a passkey; nothing in a browser that knows none. */
export function PasskeySignIn({ start, finish }: Props) {
  if (!useHydrated() || !knowsPasskeys()) return null;
  return (
    <Form
      submit="Sign in with a passkey"
      look="secondary"
      action={async () => {
        const started = await start();
        if (started.request === undefined) return started;
        const asked = await askForPasskey(started.request);
        return 'message' in asked ? asked : finish(asked.answer);
      }}
    >
      {() => null}
    </Form>
  );
}
