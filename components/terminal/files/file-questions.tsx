import { AskDialog } from '../dialog/ask-dialog.tsx';
import { NameDialog } from './name-dialog.tsx';

/** Something to ask before a file is changed. Names are as they are shown. */
export type FileQuestion =
  | { kind: 'name'; title: string; label: string; name: string; onName(name: string): void }
  | { kind: 'remove'; name: string; isFolder: boolean; onConfirm(): void }
  | { kind: 'replace'; names: readonly string[]; onConfirm(): void };

const SHOWN_NAMES_MAX = 8;

export function FileQuestionDialog({ question, onClose }: { question: FileQuestion; onClose(): void }) {
  switch (question.kind) {
    case 'name':
      return <NameDialog {...question} onClose={onClose} />;
    case 'remove':
      return (
        <AskDialog
          title={`Delete ${question.name}?`}
          confirm={{ label: 'Delete' }}
          onConfirm={question.onConfirm}
          onClose={onClose}
        >
          <p>
            {question.isFolder
              ? 'The folder and everything in it are deleted. This cannot be undone.'
              : 'This cannot be undone.'}
          </p>
        </AskDialog>
      );
    case 'replace':
      return (
        <AskDialog
          title="Replace files?"
          confirm={{ label: 'Replace' }}
          onConfirm={question.onConfirm}
          onClose={onClose}
        >
          <p>There are files with these names already:</p>
          <ul translate="no" className="mt-2 list-disc pl-5 font-mono text-sm wrap-anywhere">
            {question.names.slice(0, SHOWN_NAMES_MAX).map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
          {question.names.length > SHOWN_NAMES_MAX && (
            <p className="mt-1 text-sm text-soft">and {question.names.length - SHOWN_NAMES_MAX} more</p>
          )}
        </AskDialog>
      );
  }
}
