import type { ComponentProps, ReactNode } from 'react';

interface Props extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** What pressing it does, in words: the accessible name and the tooltip. */
  label: string;
  children: ReactNode;
}

/** A square button that shows an icon alone. */
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
