'use client';

import { useActionState } from 'react';
import { Button } from '@/components/ui/button.tsx';

interface Props {
  /** Returns an error message; undefined after a successful sign-in. */
  signIn(before: string | undefined, form: FormData): Promise<string | undefined>;
}

export function OperatorSignIn({ signIn }: Props) {
  const [problem, act, isPending] = useActionState(signIn, undefined);
  return (
    <form action={act} className="mt-6 max-w-md">
      <label htmlFor="key" className="block text-sm font-semibold">
        Operator key
      </label>
      <input
        id="key"
        name="key"
        type="password"
        autoComplete="current-password"
        required
        aria-describedby="key-where"
        aria-invalid={problem !== undefined}
        className="mt-1.5 block min-h-10 w-full rounded-md border border-edge bg-raised px-3 font-mono text-sm"
      />
      <p id="key-where" className="mt-1.5 text-sm text-soft">
        The value of OPERATOR_KEY. npm start stores it in .data/secrets/operator-key.
      </p>
      {problem !== undefined && (
        <p role="alert" className="mt-3 text-sm text-bad">
          {problem}
        </p>
      )}
      <Button type="submit" look="primary" className="mt-4" disabled={isPending}>
        {isPending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  );
}
