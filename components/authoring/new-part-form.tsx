'use client';

import { hrefTo } from '@dfm/contracts/pages';
import { slugFrom } from '@dfm/contracts/slug';
import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { SelectField } from '@/components/ui/select-field.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import type { Made, PartActions, PartKind } from './part-actions.ts';
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
  const [title, setTitle] = useState('');
  /** Undefined follows the title. */
  const [ownSlug, setOwnSlug] = useState<string>();
  const [module, setModule] = useState('');
  const { isBusy, problem, run } = usePartAction(onMade);
  const slug = ownSlug ?? slugFrom(title);
  const submit = () =>
    run((): Promise<Made> => add({ draft, kind, title, slug, module: module === '' ? undefined : module }));
  return (
    <form
      className="grid gap-3 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <SelectField
        label="What"
        options={kinds}
        value={kind}
        onChange={(event) => setKind(event.target.value as PartKind)}
      />
      <TextField
        label="Title"
        hint="A few words, which you can change later."
        value={title}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setTitle(event.target.value)}
      />
      <TextField
        label="Slug"
        hint={slug === '' ? 'Part of its address.' : `Its address: ${hrefTo(kind, slug)}`}
        value={slug}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setOwnSlug(event.target.value)}
        problem={problem}
      />
      <SelectField
        label="List it in"
        hint="At the end of this module in course.yaml. Only listed lessons and exercises can be published."
        options={[
          { value: '', text: 'No module yet' },
          ...modules.map(({ name, detail }) => ({ value: name, text: detail ?? name })),
        ]}
        value={module}
        onChange={(event) => setModule(event.target.value)}
      />
      <Button type="submit" look="primary" aria-disabled={isBusy}>
        {isBusy ? 'One moment …' : `Add the ${kind}`}
      </Button>
    </form>
  );
}
