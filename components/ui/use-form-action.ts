import { enteredTexts, withoutSecrets } from '@dfm/contracts/entered-texts';
import type { FormState } from '@dfm/contracts/page-data';
import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';
import { useActionState } from 'react';
import { useHydrated } from './use-hydrated.ts';

type Action<State> = (before: State, form: FormData) => Promise<State>;

/**
 * The state of a form and what submits it, as `useActionState` returns them. If the site does not answer, the
 * form says so and keeps what was entered, instead of being replaced by an error page.
 */
export function useFormAction<State extends FormState>(action: Action<State>) {
  // Without scripts, the browser itself sends the form, which only works with the action of the server.
  const isHydrated = useHydrated();
  return useActionState<State, FormData>(
    (isHydrated ? withUnanswered(action) : action) as (
      before: Awaited<State>,
      form: FormData,
    ) => Promise<State>,
    {} as Awaited<State>,
  );
}

const withUnanswered =
  <State extends FormState>(action: Action<State>): Action<State> =>
  async (before, form) => {
    try {
      return await action(before, form);
    } catch (error) {
      // A redirection.
      unstable_rethrow(error);
      return { message: unanswered(error), values: withoutSecrets(enteredTexts(form)) } as State;
    }
  };

/** Why an action had no answer, and what helps. */
export function unanswered(error: unknown): string {
  if (unstable_isUnrecognizedActionError(error))
    return 'The site was updated after this page was opened. Copy what you have entered, and load the page again.';
  if (error instanceof Error && 'digest' in error)
    return `Something went wrong on our side. Try again. If it keeps failing, send the operator this error number: ${error.digest}.`;
  return 'The site did not answer. Check your connection, and try again in a moment.';
}
