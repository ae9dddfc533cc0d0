'use client';

import { useState, type DragEvent } from 'react';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { TextField } from '@/components/ui/text-field.tsx';
import { type Chosen, chosenFolder, dropped } from './chosen-files.ts';
import { ImportPreview } from './import-preview.tsx';
import { useImport } from './use-import.ts';

interface Props {
  draft: string;
  /** Called with one of the imported files. */
  onImported(path: string): void;
}

/** Imports a folder or an archive after showing what that changes. */
export function ImportForm({ draft, onImported }: Props) {
  const [under, setUnder] = useState('');
  const { planned, isBusy, problem, plan, save, drop } = useImport(draft, onImported);
  const choose = (chosen: Chosen) => void plan(chosen, under.trim());
  return (
    <div className="grid gap-3 pb-4">
      <TextField
        label="Into the folder"
        hint="Such as exercises. Empty for the top of the content."
        value={under}
        maxLength={500}
        autoComplete="off"
        onChange={(event) => setUnder(event.target.value)}
      />
      <DropArea onChosen={choose}>
        <FileChoice label="An archive: .zip, .tar or .tar.gz" onFiles={([file]) => file && choose(file)} />
        <FileChoice label="A folder" isFolder onFiles={(files) => choose(chosenFolder(files))} />
      </DropArea>
      <output className="text-sm text-soft empty:hidden">{isBusy ? 'Reading …' : undefined}</output>
      <FormProblem>{problem}</FormProblem>
      {planned && (
        <ImportPreview plan={planned.plan} isBusy={isBusy} onImport={() => void save()} onDrop={drop} />
      )}
    </div>
  );
}

interface DropAreaProps {
  onChosen(chosen: Chosen): void;
  children: React.ReactNode;
}

function DropArea({ onChosen, children }: DropAreaProps) {
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void dropped(event.dataTransfer.items).then(onChosen);
  };
  return (
    // Dropping is a shortcut; the fields inside do the same with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <fieldset
      aria-label="What to import"
      className="grid gap-3 rounded-md border border-dashed border-edge p-3"
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      {children}
      <p className="text-sm text-soft">Or drop a folder, files or an archive here. Up to 20 MiB.</p>
    </fieldset>
  );
}

interface FileChoiceProps {
  label: string;
  isFolder?: boolean;
  onFiles(files: File[]): void;
}

function FileChoice({ label, isFolder = false, onFiles }: FileChoiceProps) {
  return (
    <label className="text-sm text-soft">
      {label}
      <input
        type="file"
        className="mt-1 block w-full text-sm"
        ref={(input) => {
          // React's types lack the attribute.
          if (input) input.webkitdirectory = isFolder;
        }}
        accept={isFolder ? undefined : '.zip,.tar,.tgz,.gz'}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          if (files.length > 0) onFiles(files);
          // So that the same can be chosen again.
          event.target.value = '';
        }}
      />
    </label>
  );
}
