'use client';

import type { FormAction, FormState } from '@dfm/contracts/page-data';
import { useEffect, useRef, type ReactNode } from 'react';
import { FormProblem } from './form-problem.tsx';
import { LinkToShare } from './link-to-share.tsx';
import { useFormAction } from './use-form-action.ts';

interface Props {
  action: FormAction;
  /** A list or a group of controls, each with its own submit button, whose name and value say what it does. */
  children: ReactNode;
}

/**
 * A form around several buttons. What was done is shown above them and gets the focus, because the button
 * that was pressed may be gone.
 */
export function ListForm({ action, children }: Props) {
  const [state, act, isPending] = useFormAction<FormState>(action);
  const outcome = useRef<HTMLDivElement>(null);
  const problem = state.message ?? Object.values(state.problems ?? {})[0];
  useEffect(() => {
    if (state.done !== undefined || problem !== undefined) outcome.current?.focus();
  }, [state, problem]);
  return (
    <form action={act} noValidate aria-busy={isPending}>
      <div ref={outcome} tabIndex={-1} className="outline-none">
        <output className="block text-sm text-soft not-empty:mb-4">{state.done}</output>
        <FormProblem>{problem}</FormProblem>
        {state.link !== undefined && (
          <div className="mb-6">
            <LinkToShare address={state.link} what="the link" />
          </div>
        )}
      </div>
      {children}
    </form>
  );
}
