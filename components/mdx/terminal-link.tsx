import { REQUESTED_LENGTH_MAX, terminalAddress } from '@dfm/contracts/requested-commands';
import { SquareTerminal } from 'lucide-react';

interface Props {
  /** What is typed there; undefined if it would not work there. */
  typed: string | undefined;
  children: string;
}

/** Opens the learner's terminal with commands at its prompt. All such links share one tab. */
export function TerminalLink({ typed, children }: Props) {
  if (typed === undefined || typed.length > REQUESTED_LENGTH_MAX) return null;
  return (
    <a
      href={terminalAddress(typed)}
      target="terminal"
      title="Typed at the prompt of your terminal, in a tab of its own. You run it with Enter."
      className="terminal-link"
    >
      <SquareTerminal aria-hidden size={14} />
      {children}
    </a>
  );
}
