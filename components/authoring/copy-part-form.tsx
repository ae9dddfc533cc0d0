'use client';

import type { DraftTree } from '@dfm/contracts/page-data';
import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import type { PartActions, PartKind } from './part-actions.ts';
import { usePartAction } from './use-part-action.ts';

interface Props {
  draft: Pick<DraftTree, 'id' | 'files'>;
  copy: PartActions['copyPart'];
  /** Called with the file to open. */
  onMade(path: string): void;
}

/** Copies a lesson or an exercise with all its files under a new slug. */
export function CopyPartForm({ draft, copy, onMade }: Props) {
  const all = partsIn(draft.files);
  const [chosen, setChosen] = useState('');
  const [slug, setSlug] = useState('');
  const { isBusy, problem, run } = usePartAction(onMade);
  const submit = async () => {
    const [kind, from] = (chosen || all[0]!.value).split('/') as [PartKind, string];
    if (await run(() => copy({ draft: draft.id, kind, from, slug }))) setSlug('');
  };
  if (all.length === 0) return <p className="pb-4 text-sm text-soft">There is nothing to copy yet.</p>;
  return (
    <form
      className="grid gap-3 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <SelectField
        label="Copy of"
        options={all}
        value={chosen || all[0]!.value}
        onChange={(event) => setChosen(event.target.value)}
      />
      <TextField
        label="New slug"
        value={slug}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setSlug(event.target.value)}
        problem={problem}
      />
      <Button type="submit" aria-disabled={isBusy}>
        {isBusy ? 'One moment …' : 'Make a copy'}
      </Button>
    </form>
  );
}

function partsIn(files: readonly string[]): { value: string; text: string }[] {
  return files.flatMap((path) => {
    const lesson = /^lessons\/([^/]+)\.mdx$/.exec(path)?.[1];
    const exercise = /^exercises\/([^/]+)\/exercise\.yaml$/.exec(path)?.[1];
    if (lesson !== undefined) return [{ value: `lesson/${lesson}`, text: `Lesson ${lesson}` }];
    return exercise === undefined ? [] : [{ value: `exercise/${exercise}`, text: `Exercise ${exercise}` }];
  });
}
