'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  /** Path of the open file. */
  open: string;
  isTaken(path: string): boolean;
  isBusy: boolean;
  onRename(to: string): void;
}

/** Gives the open file a new path. Give it the path as key. */
export function RenameForm({ open, isTaken, isBusy, onRename }: Props) {
  const [path, setPath] = useState(open);
  const to = path.trim();
  const isRefused = to === '' || to === open || isTaken(to);
  return (
    <form
      className="grid gap-3 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRefused && !isBusy) onRename(to);
      }}
    >
      <TextField
        label="New path"
        hint="What you typed and did not save goes with it. Links to the file stay as they are."
        value={path}
        maxLength={1000}
        autoComplete="off"
        onChange={(event) => setPath(event.target.value)}
        problem={to !== open && isTaken(to) ? 'There is a file with this path.' : undefined}
      />
      <Button type="submit" aria-disabled={isBusy || isRefused}>
        Rename the file
      </Button>
    </form>
  );
}
