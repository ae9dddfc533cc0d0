import { useEffect, useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import type { ShellScreen } from '../screen/open-screen.ts';
import { newLines } from './new-lines.ts';

const REFRESH_MS = 1_000;
/** Of a long output, a screen reader reads the end. */
const READ_LINES_MAX = 20;

interface Props {
  /** Name of the shell. */
  name: string;
  screen: ShellScreen;
}

/** The output of a shell as plain text, for screen readers and for copying. Folded at first. */
export function Transcript(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="transcript" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="min-h-6 text-sm text-soft hover:text-ink">Output as text</summary>
      {isOpen && <TranscriptText {...props} />}
    </details>
  );
}

function TranscriptText({ name, screen }: Props) {
  const [{ lines, added }, setText] = useState<{ lines: readonly string[]; added: readonly string[] }>(
    () => ({
      lines: screen.lines(),
      added: [],
    }),
  );
  useEffect(() => {
    const refresh = () =>
      setText((before) => {
        const now = screen.lines();
        const printed = newLines(before.lines, now);
        return printed.length === 0 && now.length === before.lines.length
          ? before
          : { lines: now, added: printed.slice(-READ_LINES_MAX) };
      });
    const timer = setInterval(refresh, REFRESH_MS);
    return () => clearInterval(timer);
  }, [screen]);
  const text = lines.join('\n');
  return (
    <div className="relative">
      <ScrollRegion aria-label={`Output of ${name}`} className="transcript-text">
        <pre>{text}</pre>
      </ScrollRegion>
      <CopyButton text={text} what={`output of ${name}`} className="absolute top-0 right-0 bg-raised" />
      <div role="log" aria-live="polite" className="sr-only">
        {added.join('\n')}
      </div>
    </div>
  );
}
