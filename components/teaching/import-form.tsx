'use client';

import type { ImportAction, ImportState } from '@dfm/contracts/page-data';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';
import { useFormAction } from '@/components/ui/use-form-action.ts';
import { FileField } from './file-field.tsx';
import { ImportTable } from './import-table.tsx';

interface Props {
  action: ImportAction;
  /** Label of the field into which the file is pasted. */
  label: string;
  /** A few lines of such a file. */
  example: string;
  /** What the file has to contain. */
  children: ReactNode;
}

/** Imports a CSV file, chosen or pasted, after showing what that would do. */
export function ImportForm({ action, label, example, children }: Props) {
  const [state, act, isPending] = useFormAction<ImportState>(action);
  const field = useRef<HTMLTextAreaElement>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const { preview, values, problems, message, done } = state;
  const changes = preview?.rows.filter(({ isChange }) => isChange).length ?? 0;
  useEffect(() => {
    if (preview || done !== undefined || message !== undefined) outcome.current?.focus();
  }, [preview, done, message]);
  return (
    <form action={act} className="grid gap-4" noValidate aria-busy={isPending}>
      <div className="max-w-measure text-sm text-soft">{children}</div>
      <FileField
        label="Choose a file"
        onText={(text) => {
          if (field.current) field.current.value = text;
        }}
      />
      <TextArea
        ref={field}
        label={label}
        name="csv"
        rows={6}
        placeholder={example}
        defaultValue={values?.csv}
        problem={problems?.csv}
        spellCheck={false}
        className="[&>textarea]:font-mono [&>textarea]:text-sm"
      />
      <p className="flex flex-wrap items-center gap-4">
        <Button type="submit" name="do" value="preview" aria-disabled={isPending}>
          Show what would change
        </Button>
        <output className="text-sm text-soft">{isPending && 'One moment …'}</output>
      </p>
      <div ref={outcome} tabIndex={-1} className="grid gap-4 outline-none empty:hidden">
        {done !== undefined && <output className="text-sm">{done}</output>}
        {message !== undefined && <FormProblem>{message}</FormProblem>}
        {preview && <ImportTable preview={preview} />}
        {changes > 0 && (
          <p>
            <Button type="submit" name="do" value="import" look="primary" aria-disabled={isPending}>
              Import {changes} {changes === 1 ? 'row' : 'rows'}
            </Button>
          </p>
        )}
      </div>
    </form>
  );
}
