import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button.tsx';
import type { Matches, ShellScreen } from '../screen/open-screen.ts';

interface Props {
  /** The screen to search in. */
  screen: ShellScreen;
  matches: Matches;
  onClose(): void;
}

/** Searches in the output of a shell while it is shown. */
export function SearchBar({ screen, matches, onClose }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useEffect(() => field.current?.focus(), []);
  useEffect(() => () => screen.endSearch(), [screen]);
  const search = (step: 'next' | 'previous') => text !== '' && screen.search(text, step);
  return (
    <search className="flex flex-wrap items-center gap-x-1 border-b border-line px-2 sm:px-4">
      <input
        ref={field}
        aria-label="Search in the output"
        placeholder="Search in the output"
        value={text}
        className="my-1 min-h-9 w-full max-w-56 rounded-md border border-edge bg-raised px-2 text-sm"
        onChange={({ target }) => {
          setText(target.value);
          if (target.value === '') screen.endSearch();
          else screen.search(target.value, 'stay');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter') search(event.shiftKey ? 'previous' : 'next');
        }}
      />
      <IconButton label="Previous match" onClick={() => search('previous')}>
        <ChevronUp aria-hidden size={18} />
      </IconButton>
      <IconButton label="Next match" onClick={() => search('next')}>
        <ChevronDown aria-hidden size={18} />
      </IconButton>
      <output className="text-sm text-soft tabular-nums">{text !== '' && matchesText(matches)}</output>
      <IconButton label="Close the search" className="ml-auto" onClick={onClose}>
        <X aria-hidden size={18} />
      </IconButton>
    </search>
  );
}

function matchesText({ index, count }: Matches): string {
  if (count === 0) return 'No match';
  return index < 0 ? `${count} matches` : `${index + 1} of ${count}`;
}
