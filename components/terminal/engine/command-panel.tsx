import { useContext } from 'react';
import { CopyButton } from '@/components/ui/copy-button.tsx';
import type { Command } from './commands.ts';
import { EngineContext } from './engine-context.ts';

/** Commands that report on an element, each to be copied or put at the prompt. */
export function CommandPanel({ commands }: { commands: readonly Command[] }) {
  const { onType } = useContext(EngineContext);
  if (commands.length === 0)
    return <p className="engine-note">This name has characters that cannot be typed in a command.</p>;
  return (
    <ul className="engine-commands">
      {commands.map(({ text, reports }) => (
        <li key={text}>
          <span className="engine-reports">{reports}</span>
          <code>{text}</code>
          <span className="engine-actions">
            <CopyButton text={text} what={text} />
            <button type="button" aria-label={`Type it: ${text}`} onClick={() => onType(text)}>
              Type it
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}
