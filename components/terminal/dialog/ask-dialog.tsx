import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from '@/components/ui/button.tsx';

interface Props {
  title: string;
  /** What happens on confirmation. */
  children: ReactNode;
  /** The button that confirms; the link to confirm with if it has an address. */
  confirm: { label: string; href?: string };
  /** Whether the focus begins at Cancel. */
  isCautious?: boolean;
  onConfirm?(): void;
  /** Called after confirming too. */
  onClose(): void;
}

/** Asks before something that cannot be undone, or that a program in the shell has suggested. */
export function AskDialog({ title, children, confirm, isCautious = false, onConfirm, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  useEffect(() => {
    dialog.current?.showModal();
    if (isCautious) cancel.current?.focus();
  }, [isCautious]);
  const close = () => dialog.current?.close();
  const confirmed = () => {
    close();
    onConfirm?.();
  };
  return (
    <dialog ref={dialog} className="ask-dialog" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId} className="mb-2 text-lg font-semibold">
        {title}
      </h2>
      {children}
      <div className="mt-5 flex flex-wrap gap-3">
        {confirm.href === undefined ? (
          <Button look="primary" onClick={confirmed}>
            {confirm.label}
          </Button>
        ) : (
          <a
            href={confirm.href}
            target="_blank"
            rel="noopener noreferrer"
            className="inline-flex min-h-10 items-center rounded-md border border-edge bg-raised px-4 py-2 text-sm font-semibold hover:border-ink"
            onClick={confirmed}
          >
            {confirm.label}
          </a>
        )}
        <Button ref={cancel} look="quiet" onClick={close}>
          Cancel
        </Button>
      </div>
    </dialog>
  );
}
