'use client';

import type { FormAction } from '@dfm/contracts/page-data';
import { Form } from '@/components/ui/form.tsx';

interface Props {
  id: string;
  changedFiles: number;
  action: FormAction;
}

/** Says what is lost before a draft is deleted. */
export function DeleteDraftForm({ id, changedFiles, action }: Props) {
  return (
    <div className="pb-2">
      <p className="mb-3 text-sm text-soft">
        {changedFiles === 0 ? 'Nothing has been saved in it.' : 'Everything that was saved in it is lost.'}
      </p>
      <Form action={action} submit={`Delete ${id}`}>
        {() => null}
      </Form>
    </div>
  );
}
