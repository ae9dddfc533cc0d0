'use client';

import type { FormAction, FormState } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { useFormAction } from '@/components/ui/use-form-action.ts';

interface Props {
  path: string;
  /** The commit of the draft that the page shows. */
  seen: string;
  /** What the file becomes, such as “the text after this save”. */
  what: string;
  action: FormAction;
}

/** Saves a file as it was, and opens it. */
export function RestoreForm({ path, seen, what, action }: Props) {
  const [state, act, isPending] = useFormAction<FormState>(action);
  return (
    <form action={act}>
      <input type="hidden" name="path" value={path} />
      <input type="hidden" name="seen" value={seen} />
      <FormProblem>{state.message}</FormProblem>
      <Button type="submit" aria-disabled={isPending}>
        Restore {what}
        <span className="sr-only"> in {path}</span>
      </Button>
    </form>
  );
}
