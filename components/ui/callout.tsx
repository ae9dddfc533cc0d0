import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const looks = {
  note: { icon: Info, edge: 'border-accent', ink: 'text-accent' },
  warning: { icon: TriangleAlert, edge: 'border-warn', ink: 'text-warn' },
  fault: { icon: CircleAlert, edge: 'border-bad', ink: 'text-bad' },
} as const;

interface Props {
  kind?: keyof typeof looks;
  title?: ReactNode;
  children: ReactNode;
  /** `alert` when it appears because of what the reader just did. */
  role?: 'alert' | 'status' | 'note';
}

/** A note set apart from the text. */
export function Callout({ kind = 'note', title, children, role = 'note' }: Props) {
  const { icon: Icon, edge, ink } = looks[kind];
  return (
    <div role={role} className={`my-6 first:mt-0 border-l-2 py-1 pl-4 ${edge}`}>
      {title && (
        <p className={`mb-1 flex items-center gap-2 text-sm font-semibold ${ink}`}>
          <Icon aria-hidden size={16} strokeWidth={2.25} />
          {title}
        </p>
      )}
      <div className="[&>:first-child]:mt-0 [&>:last-child]:mb-0">{children}</div>
    </div>
  );
}
