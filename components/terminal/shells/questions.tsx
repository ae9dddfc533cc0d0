import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { AskDialog } from '../dialog/ask-dialog.tsx';
import type { PrintedLink } from '../screen/link-address.ts';

/** Something to confirm. `send` types the text into the shell for which it was pasted or requested. */
export type Question =
  | { kind: 'paste'; text: string; send(): void }
  | { kind: 'commands'; text: string; isFromSite: boolean; isAtPrompt: boolean; send(): void }
  | ({ kind: 'link' } & PrintedLink);

const SHOWN_LINES_MAX = 8;

/** Asks before a paste runs commands, and before a link is opened that a program printed. */
export function QuestionDialog({ question, onClose }: { question: Question; onClose(): void }) {
  if (question.kind === 'link')
    return (
      <AskDialog
        title={`Open ${question.host}?`}
        confirm={{ label: 'Open in a new tab', href: question.address }}
        onClose={onClose}
      >
        <p>A program in your sandbox printed this address. It opens a page outside this site:</p>
        <p className="mt-2 font-mono text-sm wrap-anywhere">{question.address}</p>
      </AskDialog>
    );
  if (question.kind === 'commands') return <CommandsQuestion {...question} onClose={onClose} />;
  const lines = question.text.split('\r');
  const more = lines.length - SHOWN_LINES_MAX;
  return (
    <AskDialog
      title="Paste several lines?"
      confirm={{ label: 'Paste' }}
      onConfirm={question.send}
      onClose={onClose}
    >
      <p>The program in this shell runs each line as soon as it arrives.</p>
      <pre className="mt-2 overflow-x-auto bg-surface p-2 text-sm">
        {lines.slice(0, SHOWN_LINES_MAX).join('\n')}
      </pre>
      {more > 0 && <p className="mt-1 text-sm text-soft">and {more} more</p>}
    </AskDialog>
  );
}

type CommandsProps = Extract<Question, { kind: 'commands' }> & { onClose(): void };

/** Asks before commands of a link are typed that may come from anywhere, or that a program would get. */
function CommandsQuestion({ text, isFromSite, isAtPrompt, send, onClose }: CommandsProps) {
  return (
    <AskDialog
      title="Type these commands?"
      confirm={{ label: 'Type them' }}
      // Not by the Enter key of someone who was typing when a page opened this one.
      isCautious
      onConfirm={send}
      onClose={onClose}
    >
      {!isFromSite && (
        <p>The link that opened this page was not on this site. Read the commands before you run them.</p>
      )}
      {!isAtPrompt && (
        <p>A program is running in this shell. It gets them as if you typed them, line by line.</p>
      )}
      <ScrollRegion aria-label="The commands" className="commands-text mt-2">
        <pre translate="no">{text}</pre>
      </ScrollRegion>
    </AskDialog>
  );
}
