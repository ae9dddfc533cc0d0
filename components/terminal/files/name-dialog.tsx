import { isFileName } from '@dfm/contracts/terminal-files';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  title: string;
  /** Of the button. */
  label: string;
  /** The name that is there at first. */
  name: string;
  onName(name: string): void;
  onClose(): void;
}

/** Asks for the name of a file or folder. */
export function NameDialog({ title, label, name: initial, onName, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [name, setName] = useState(initial);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    dialog.current?.showModal();
    // Up to the ending, which seldom changes.
    const end = initial.lastIndexOf('.');
    dialog.current?.querySelector('input')?.setSelectionRange(0, end > 0 ? end : initial.length);
  }, [initial]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isFileName(name)) return setProblem('Enter a name without a slash, of at most 255 bytes.');
    dialog.current?.close();
    onName(name);
  };
  return (
    <dialog ref={dialog} className="ask-dialog" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId} className="mb-4 text-lg font-semibold">
        {title}
      </h2>
      <form onSubmit={submit} noValidate>
        <TextField
          label="Name"
          value={name}
          {...(problem !== undefined && { problem })}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="mt-5 flex flex-wrap gap-3">
          <Button type="submit" look="primary">
            {label}
          </Button>
          <Button look="quiet" onClick={() => dialog.current?.close()}>
            Cancel
          </Button>
        </div>
      </form>
    </dialog>
  );
}
