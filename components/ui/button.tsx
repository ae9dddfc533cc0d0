import type { ComponentProps } from 'react';
import { Link } from '@/components/ui/link.tsx';

type ButtonLook = 'primary' | 'secondary' | 'quiet';

const base =
  'inline-flex items-center justify-center gap-2 rounded-md px-4 py-2 text-sm font-semibold leading-tight transition-colors ' +
  'min-h-10 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55';

const looks: Record<ButtonLook, string> = {
  primary: 'bg-accent text-on-accent hover:bg-[color-mix(in_oklab,var(--accent)_88%,var(--ink))]',
  secondary: 'border border-edge bg-raised text-ink hover:border-ink',
  quiet: 'text-soft hover:bg-surface hover:text-ink',
};

interface Looks {
  look?: ButtonLook;
}

/** A button. `primary` is for the main action of a screen. */
export function Button({
  look = 'secondary',
  className = '',
  type = 'button',
  ...rest
}: Looks & ComponentProps<'button'>) {
  return <button type={type} className={`${base} ${looks[look]} ${className}`} {...rest} />;
}

/** A link that looks like a button. */
export function ButtonLink({
  look = 'secondary',
  className = '',
  ...rest
}: Looks & ComponentProps<typeof Link>) {
  return <Link className={`${base} ${looks[look]} ${className}`} {...rest} />;
}
