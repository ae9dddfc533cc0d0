'use client';

import { useState } from 'react';
import { SelectField } from '@/components/ui/select-field.tsx';
import type { Made, PartActions, PartKind } from './part-actions.ts';
import { PartForm } from './part-form.tsx';
import { SlugField } from './slug-field.tsx';
import { usePartAction } from './use-part-action.ts';

interface Props {
  draft: string;
  modules: readonly { name: string; detail?: string | undefined }[];
  add: PartActions['addPart'];
  /** Called with the file to open. */
  onMade(path: string): void;
}

const kinds = [
  { value: 'lesson', text: 'Lesson' },
  { value: 'exercise', text: 'Exercise' },
] as const satisfies { value: PartKind; text: string }[];

/** Adds a lesson or an exercise that only has to be filled in. */
export function NewPartForm({ draft, modules, add, onMade }: Props) {
  const [kind, setKind] = useState<PartKind>('lesson');
  const [slug, setSlug] = useState('');
  const [module, setModule] = useState('');
  const { isBusy, problem, run } = usePartAction(onMade);
  const submit = async () => {
    const wanted = { draft, kind, slug, module: module === '' ? undefined : module };
    if (await run((): Promise<Made> => add(wanted))) setSlug('');
  };
  return (
    <PartForm isBusy={isBusy} label={`Add the ${kind}`} submit={submit}>
      <SelectField
        label="What"
        options={kinds}
        value={kind}
        onChange={(event) => setKind(event.target.value as PartKind)}
      />
      <SlugField
        label="Slug"
        hint="Part of its address, such as copy-on-write"
        value={slug}
        onChange={setSlug}
        problem={problem}
      />
      <SelectField
        label="List it in"
        hint="In course.yaml, as the last of the module."
        options={[
          { value: '', text: 'No module yet' },
          ...modules.map(({ name, detail }) => ({ value: name, text: detail ?? name })),
        ]}
        value={module}
        onChange={(event) => setModule(event.target.value)}
      />
    </PartForm>
  );
}
