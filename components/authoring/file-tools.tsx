'use client';

import type { DraftTree } from '@dfm/contracts/page-data';
import { useState } from 'react';
import { loadContract } from '@/components/api/load-contract.ts';
import { Button } from '@/components/ui/button.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  draft: DraftTree;
  /** Path of the open file. */
  open: string | undefined;
  /** Where a file is added if nothing else is typed: a folder with a slash at its end, or a file to replace. */
  start: string;
  isBusy: boolean;
  onCreate(path: string): void;
  onDelete(): void;
  onUploaded(path: string): void;
}

/** Adds, uploads and deletes files of a draft. */
export function FileTools({ draft, open, start, isBusy, onCreate, onDelete, onUploaded }: Props) {
  /** Undefined follows the open file. */
  const [typed, setTyped] = useState<string>();
  const path = (typed ?? start).trim();
  const [problem, setProblem] = useState<string>();
  const isTaken = draft.files.includes(path);
  const isComplete = path !== '' && !path.endsWith('/');
  const upload = async (file: File) => {
    setProblem(undefined);
    const query = new URLSearchParams({ path: isComplete ? path : path + file.name, seen: draft.commit });
    try {
      const response = await fetch(`/teach/content/${draft.id}/file?${query}`, { method: 'PUT', body: file });
      const [api, body] = await Promise.all([loadContract(), response.json() as Promise<unknown>]);
      if (api.draftSaveSchema.safeParse(body).data?.kind === 'saved') onUploaded(query.get('path')!);
      else
        setProblem(
          api.refusalSchema.safeParse(body).data?.error.message ??
            'Someone else saved this file since. Reload the page, and upload it again if yours is newer.',
        );
    } catch {
      setProblem('The site cannot be reached. Try again.');
    }
  };
  return (
    <div className="mb-4">
      <Disclosure summary="Add or delete a file">
        <div className="grid gap-3 pb-4">
          <TextField
            label="Path"
            hint="A folder that does not exist yet is made."
            value={typed ?? start}
            maxLength={1000}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
            problem={isTaken ? 'There is a file with this path. Uploading replaces it.' : problem}
          />
          <Button
            aria-disabled={isBusy || isTaken || !isComplete}
            onClick={() => {
              if (isBusy || isTaken || !isComplete) return;
              onCreate(path);
              setTyped(undefined);
            }}
          >
            New text file
          </Button>
          <UploadField onFile={(file) => void upload(file)} />
          {open !== undefined && (
            <Button look="quiet" aria-disabled={isBusy} onClick={onDelete}>
              Delete {open}
            </Button>
          )}
        </div>
      </Disclosure>
    </div>
  );
}

function UploadField({ onFile }: { onFile(file: File): void }) {
  return (
    <label className="text-sm text-soft">
      Upload to this path or into this folder, up to 5 MB
      <input
        type="file"
        className="mt-1 block w-full text-sm"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) onFile(chosen);
          // So that the same file can be chosen again.
          event.target.value = '';
        }}
      />
    </label>
  );
}
