'use client';

import type { DraftTree, Vocabulary } from '@dfm/contracts/page-data';
import { Fragment, useState } from 'react';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { CopyPartForm } from './copy-part-form.tsx';
import { ImportForm } from './import/import-form.tsx';
import { NewPartForm } from './new-part-form.tsx';
import type { PartActions } from './part-actions.ts';
import { RenameForm } from './rename-form.tsx';

interface Props {
  draft: DraftTree;
  /** Path of the open file. */
  open: string | undefined;
  isBusy: boolean;
  vocabulary: Vocabulary | undefined;
  actions: PartActions;
  /** Called with a file to open, after the draft has changed. */
  onMade(path: string): void;
  onRename(to: string): void;
}

/** Adds lessons and exercises to a draft: new, copied or imported. And renames the open file. */
export function PartTools({ draft, open, isBusy, vocabulary, actions, onMade, onRename }: Props) {
  // A form that has done its work is folded and empty again.
  const [madeCount, setMadeCount] = useState(0);
  const made = (path: string) => {
    setMadeCount((count) => count + 1);
    onMade(path);
  };
  return (
    <div>
      <Fragment key={madeCount}>
        <Disclosure summary="New lesson or exercise">
          <NewPartForm
            draft={draft.id}
            modules={vocabulary?.names.module ?? []}
            add={actions.addPart}
            onMade={made}
          />
        </Disclosure>
        <Disclosure summary="Copy a lesson or an exercise">
          <CopyPartForm draft={draft} copy={actions.copyPart} onMade={made} />
        </Disclosure>
        <Disclosure summary="Import a folder or an archive">
          <ImportForm draft={draft.id} onImported={made} />
        </Disclosure>
      </Fragment>
      {open !== undefined && (
        <Disclosure summary="Rename the open file">
          <RenameForm
            key={open}
            open={open}
            isTaken={(path) => draft.files.includes(path)}
            isBusy={isBusy}
            onRename={onRename}
          />
        </Disclosure>
      )}
    </div>
  );
}
