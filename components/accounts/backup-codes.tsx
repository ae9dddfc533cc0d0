import { CopyButton } from '@/components/ui/copy-button.tsx';

/** New backup codes. They are shown only once. */
export function BackupCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div className="rounded-md border border-line bg-surface p-4">
      <div className="mb-3 flex items-start justify-between gap-4">
        <p>
          Keep these backup codes somewhere safe. Each lets you in once without the app. They are not shown
          again.
        </p>
        <CopyButton text={codes.join('\n')} what="the backup codes" className="shrink-0" />
      </div>
      <ul className="grid grid-cols-2 gap-x-6 gap-y-1">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
