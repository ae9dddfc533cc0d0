'use client';

import type { DraftTree } from '@dfm/contracts/page-data';
import { useState } from 'react';
import { SelectField } from '@/components/ui/select-field.tsx';
import type { PartActions, PartKind } from './part-actions.ts';
import { PartForm } from './part-form.tsx';
import { SlugField } from './slug-field.tsx';
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
    <PartForm isBusy={isBusy} label="Make a copy" submit={submit}>
      <SelectField
        label="Copy of"
        options={all}
        value={chosen || all[0]!.value}
        onChange={(event) => setChosen(event.target.value)}
      />
      <SlugField label="New slug" value={slug} onChange={setSlug} problem={problem} />
    </PartForm>
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
