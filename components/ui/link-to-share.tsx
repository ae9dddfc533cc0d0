import { CopyButton } from './copy-button.tsx';

/** An address for other people, with a button that copies it. */
export function LinkToShare({ address, what }: { address: string; what: string }) {
  return (
    <p className="flex max-w-figure items-center gap-2 rounded-md border border-line bg-surface py-1 pr-1 pl-3">
      <code className="min-w-0 flex-1 text-sm break-all">{address}</code>
      <CopyButton text={address} what={what} className="shrink-0" />
    </p>
  );
}
