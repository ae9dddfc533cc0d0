'use client';

import { useId, useState, type ChangeEvent } from 'react';

/** Bytes. The server reads no more. */
const FILE_MAX = 1_000_000;

/** Reads a text file in the browser, for a field into which it could also be pasted. */
export function FileField({ label, onText }: { label: string; onText: (text: string) => void }) {
  const id = useId();
  const [problem, setProblem] = useState<string>();
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (!file) return;
    const isTooLarge = file.size > FILE_MAX;
    setProblem(isTooLarge ? `${file.name} is larger than 1 MB. Split it into several files.` : undefined);
    if (!isTooLarge) onText(await file.text());
    // The same file can be chosen again after it was corrected.
    target.value = '';
  };
  return (
    <div className="text-sm">
      <label htmlFor={id} className="mb-1.5 block font-semibold">
        {label}
      </label>
      <input
        id={id}
        type="file"
        accept=".csv,.txt,text/csv"
        className="block max-w-full text-soft file:mr-3 file:min-h-10 file:rounded-md file:border file:border-solid file:border-edge file:bg-raised file:px-4 file:text-sm file:font-semibold file:text-ink hover:file:border-ink"
        aria-describedby={`${id}-problem`}
        onChange={(event) => void read(event)}
      />
      <output id={`${id}-problem`} className="mt-1.5 block text-bad empty:hidden">
        {problem}
      </output>
    </div>
  );
}
