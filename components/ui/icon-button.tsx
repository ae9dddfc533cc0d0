import type { ComponentProps, ReactNode } from 'react';

interface Props extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** What the button does: its accessible name and its tooltip. */
  label: string;
  children: ReactNode;
}

/** A square button that shows only an icon. */
export function IconButton({ label, className = '', type = 'button', children, ...rest }: Props) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={`inline-grid size-10 place-items-center rounded-md text-soft transition-colors hover:bg-surface hover:text-ink ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}
