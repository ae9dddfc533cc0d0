'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';

interface Props {
  path: string;
  isUnsaved: boolean;
  isBusy: boolean;
  notice: { text: string; isProblem: boolean } | undefined;
  /** @returns whether it was saved */
  onSave(message: string): Promise<boolean>;
}

/** The name of the open file, what was changed in the author's words, and the button that saves it. */
export function SaveBar({ path, isUnsaved, isBusy, notice, onSave }: Props) {
  const [message, setMessage] = useState('');
  const save = async () => {
    if (await onSave(message)) setMessage('');
  };
  return (
    <form
      className="draft-bar"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 className="min-w-0 flex-[1_1_8rem] text-sm font-semibold wrap-anywhere">
        {path}
        {isUnsaved && <span className="font-normal text-soft"> · not saved</span>}
      </h2>
      <input
        aria-label="What you changed"
        placeholder="What you changed (optional)"
        value={message}
        maxLength={200}
        onChange={(event) => setMessage(event.target.value)}
        className="min-h-10 min-w-0 flex-[1_1_13rem] rounded-md border border-edge bg-paper px-3 text-sm placeholder:text-faint"
      />
      <Button type="submit" look="primary" aria-disabled={isBusy || !isUnsaved} title="Ctrl S in the editor">
        Save
      </Button>
      <output className={`w-full text-sm ${notice?.isProblem ? 'text-bad' : 'text-soft'} empty:hidden`}>
        {notice?.text}
      </output>
    </form>
  );
}
