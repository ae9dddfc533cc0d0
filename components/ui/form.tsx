'use client';

import type { FormAction, FormState } from '@dfm/contracts/page-data';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { FormProblem } from './form-problem.tsx';
import { useFormAction } from './use-form-action.ts';

interface Props {
  action: FormAction;
  /** Label of the button. */
  submit: string;
  look?: 'primary' | 'secondary';
  children(state: FormState): ReactNode;
}

/**
 * A form with its button. After a rejection the first wrong field has the focus, and after an action that
 * changes who is signed in the next page is loaded as a whole, so that nothing of the previous person stays.
 */
export function Form({ action, submit, look = 'primary', children }: Props) {
  const [state, act, isPending] = useFormAction<FormState>(action);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.continueTo !== undefined) window.location.assign(state.continueTo);
    else form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [state]);
  return (
    <form ref={form} action={act} className="grid gap-5" noValidate>
      {children(state)}
      <FormProblem>{state.message}</FormProblem>
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" look={look} aria-disabled={isPending}>
          {submit}
        </Button>
        <output className="text-sm text-soft">{isPending ? 'One moment …' : state.done}</output>
      </div>
      {state.continueTo !== undefined && (
        <noscript>
          <a href={state.continueTo} className="text-accent underline underline-offset-2">
            Continue
          </a>
        </noscript>
      )}
    </form>
  );
}
