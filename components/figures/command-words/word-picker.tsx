'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';

interface Props {
  words: readonly { text: string; meaning: string; without: string }[];
}

/** The words of a command as buttons, and the meaning of the chosen one. */
export function WordPicker({ words }: Props) {
  const [chosen, setChosen] = useState(words[0]!);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-1.5">
        {words.map((word) => (
          <Button
            key={word.text}
            className="max-w-full px-2.5 text-left font-mono text-xs font-normal! [overflow-wrap:anywhere] aria-pressed:border-accent aria-pressed:text-accent"
            aria-pressed={word === chosen}
            onClick={() => setChosen(word)}
          >
            {word.text}
          </Button>
        ))}
      </div>
      <output className="grid min-h-[8em] content-start gap-x-4 gap-y-1 border-l-2 border-accent pl-3 sm:min-h-[5.5em] sm:grid-cols-[6rem_minmax(0,1fr)]">
        <span className="text-soft">Meaning</span>
        <span>{chosen.meaning}</span>
        <span className="text-soft">Without it</span>
        <span>{chosen.without}</span>
      </output>
    </div>
  );
}
